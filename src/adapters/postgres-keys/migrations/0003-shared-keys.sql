-- Keys that all nodes share and that outlive a change of the secret. A row is only ever wrapped anew.
create table customer_keys.shared_keys (
  name text collate "C" primary key,
  wrapped bytea not null,
  master_key_id text collate "C" not null,
  made_at timestamptz not null default now()
);
