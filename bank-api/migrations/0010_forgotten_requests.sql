-- Nobody repeats an order after months: its idempotency key and hash are forgotten then, and leave the index that finds them.
-- Postings stand in the order of their ids; up to this one, all orders have been looked at. So no index of times is needed.
create table forgotten_requests (
    up_to_posting bigint not null
);
insert into forgotten_requests (up_to_posting) values (0);
create unique index one_row on forgotten_requests ((true));
