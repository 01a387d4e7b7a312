-- Public keys that customers sign in with. `answered_at` is when the challenge was made that was answered last.
create table identity.passkeys (
  credential_id text collate "C" primary key,
  subject text collate "C" not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  answered_at timestamptz
);

create index passkeys_by_subject on identity.passkeys (subject, created_at);
