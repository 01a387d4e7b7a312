-- Unlogged: after a crash of the server a proof of the last minutes could be used once more.
create unlogged table limits.used_proofs (
  id text primary key,
  until timestamptz not null
);
create index on limits.used_proofs (until);
