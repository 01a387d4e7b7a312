-- Where in the log events of a category or type may stand, kept for every 32 pages: a read for something rare skips the
-- rest. It is kept up by autovacuum, so an append pays nothing for it; pages that are newer are read.
create index events_by_kind on event_log.events using brin (
  position int8_minmax_ops,
  category text_bloom_ops (n_distinct_per_range = 16),
  type text_bloom_ops (n_distinct_per_range = 64)
) with (pages_per_range = 32, autosummarize = on);
