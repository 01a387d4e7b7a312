-- Events of Stripe's that were taken in, so that one delivered twice is acted on once.
create table stripe_webhooks.events (
  id text collate "C" primary key,
  taken_at timestamptz not null default now()
);

create index events_by_age on stripe_webhooks.events (taken_at);
