-- Gives one service its role and its database, and keeps everybody else out of it.
-- Variables: role, password. Changes nothing when all is as it should be.
select format('create role %I login', :'role')
 where not exists (select from pg_roles where rolname = :'role') \gexec
alter role :"role" login nosuperuser nocreatedb nocreaterole password :'password';
select format('create database %I owner %I', :'role', :'role')
 where not exists (select from pg_database where datname = :'role') \gexec
revoke connect, temporary on database :"role" from public;
