-- Access tokens and sessions that were ended before their time, by the SHA-256 of their ids. A row is deleted once no such token can
-- be good any more.
create table identity.revocations (
  id text collate "C" primary key,
  until timestamptz not null,
  revoked_at timestamptz not null default clock_timestamp()
);

create index revocations_by_time on identity.revocations (revoked_at);
create index revocations_by_end on identity.revocations (until);
