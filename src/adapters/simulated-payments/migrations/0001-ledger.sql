-- The books of the simulated payment gateway: one row per idempotency key. No token of a customer is kept here,
-- only the script that it selected.
create table simulated_payments.ledger (
  key text collate "C" primary key,
  -- Order of the first calls, whatever the nodes' clocks say.
  place bigint generated always as identity,
  booking_id text collate "C" not null,
  kind text not null check (kind in ('authorize', 'capture', 'void', 'refund')),
  amount bigint not null check (amount >= 0),
  currency text not null,
  script text not null,
  outcome text not null check (outcome in ('done', 'declined', 'failed', 'none')),
  -- Why it was declined or failed.
  code text,
  -- The gateway's name for what this call made, and for what it acted on.
  id text collate "C" not null unique,
  subject text collate "C",
  calls integer not null check (calls > 0),
  at_ms bigint not null
);

create index ledger_by_booking on simulated_payments.ledger (booking_id, place);
