-- Unlogged: a crash of the server loses them, which is acceptable for what lives an hour.
create unlogged table limits.batches (
  node uuid not null,
  n bigint not null,
  written_at timestamptz not null default clock_timestamp(),
  until timestamptz not null,
  charges jsonb not null,
  primary key (node, n)
);
create index on limits.batches (written_at);
create index on limits.batches (until);
