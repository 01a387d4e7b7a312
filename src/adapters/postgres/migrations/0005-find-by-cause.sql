-- Where in the log events of one request, or with one cause, may stand. A range of pages holds some hundreds of events, and
-- nearly every request has an id of its own.
create index events_by_cause on event_log.events using brin (
  position int8_minmax_ops,
  (metadata->>'correlationId') text_bloom_ops (n_distinct_per_range = 512),
  (metadata->>'causationId') text_bloom_ops (n_distinct_per_range = 512)
) with (pages_per_range = 32, autosummarize = on);
