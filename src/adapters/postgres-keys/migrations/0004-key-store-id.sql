-- Names this key store in the log. It is part of every backup, so a restored key store keeps it.
create table customer_keys.key_store (
  only_row boolean primary key default true check (only_row),
  id uuid not null default gen_random_uuid()
);
insert into customer_keys.key_store default values;
