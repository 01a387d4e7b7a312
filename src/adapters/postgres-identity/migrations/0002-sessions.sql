-- Sign-ins of customers. A refresh token is an HMAC over id, generation and salt under a key of the server.
create table identity.sessions (
  id text collate "C" primary key,
  subject text collate "C" not null,
  salt bytea not null,
  generation integer not null default 0,
  started_at timestamptz not null,
  rotated_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);

create index sessions_by_subject on identity.sessions (subject, rotated_at) where ended_at is null;
create index sessions_by_end on identity.sessions (least(ended_at, expires_at));
