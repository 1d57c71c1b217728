-- What a transfer pays, and how its payer began it. Of those that came before nobody said.
alter table transfers
    add column txid       text check (length(txid) between 1 and 35),
    add column instrument text not null default 'manual'
        check (instrument in ('manual', 'key', 'static_code', 'dynamic_code'));
alter type transfer_row add attribute txid text, add attribute instrument text;
