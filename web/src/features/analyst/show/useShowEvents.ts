import { useQuery } from '@tanstack/preact-query';
import { type LogEvent, streamOf } from '../log/LogEvent.ts';
import { eventsOf } from '../log/readLog.ts';

const eventsPerCall = 10_000;
const callsMax = 50;

/** The whole stream of a showtime. */
export const useShowEvents = (showtimeId: string) =>
  useQuery({
    queryKey: ['show-events', showtimeId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const events: LogEvent[] = [];
      for (let calls = 0; calls < callsMax; calls += 1) {
        const after = events.at(-1)?.position;
        const page = await eventsOf({
          stream: streamOf('showtime', showtimeId),
          limit: String(eventsPerCall),
          ...(after === undefined ? {} : { after }),
        });
        events.push(...page);
        if (page.length < eventsPerCall) break;
      }
      return events;
    },
  });
