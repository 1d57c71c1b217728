-- A batch that was decided on what was read before is written whole, or not at all: where a row is no longer as it was
-- read, the statement that writes the batch ends with this error, and nothing of it stays.
create function require_as_read(holds boolean) returns boolean language plpgsql as $$
begin
    if not holds then
        raise exception 'a row is no longer as it was read' using errcode = 'serialization_failure';
    end if;
    return true;
end
$$;
