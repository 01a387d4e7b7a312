-- Keys of single values that are needed for minutes, such as the payment token of an attempt. Rows are deleted.
create table customer_keys.brief_keys (
  key_id text collate "C" primary key,
  wrapped bytea not null,
  master_key_id text collate "C" not null,
  made_at timestamptz not null default now()
) with (
  autovacuum_vacuum_threshold = 0,
  autovacuum_vacuum_scale_factor = 0
);

create index brief_keys_by_age on customer_keys.brief_keys (made_at);
