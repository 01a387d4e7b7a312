-- The latest signed and the latest cosigned tree of each log. What was signed is never forgotten: the tiles are derived from
-- the log and may be made anew, and are signed again only if they extend this.
create table proof_signatures.trees (
  log_id uuid not null,
  kind text not null check (kind in ('latest', 'cosigned')),
  size bigint not null,
  root bytea not null,
  note text not null,
  signed_at_ms bigint not null,
  primary key (log_id, kind)
);
