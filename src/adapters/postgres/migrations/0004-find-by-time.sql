-- Where in the log events of a time may stand. Nodes' clocks differ, so instants follow positions only nearly.
create index events_by_time on event_log.events using brin (position int8_minmax_ops, at text_minmax_ops)
  with (pages_per_range = 32, autosummarize = on);
