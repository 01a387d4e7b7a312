import { api, dataOf } from '../../../shared/api/client.ts';
import type { paths } from '../../../shared/api/schema.ts';
import type { LogEvent } from './LogEvent.ts';

export type LogQuery = NonNullable<paths['/v1/events']['get']['parameters']['query']>;

/** Lines as they come, until the server ends or the signal says so. */
export const readLog = async (
  query: LogQuery,
  onEvents: (events: readonly LogEvent[]) => void,
  signal?: AbortSignal,
): Promise<void> => {
  const body = await dataOf(
    api.GET('/v1/events', {
      params: { query },
      parseAs: 'stream',
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  if (body === null) return;
  const chunks = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let next = await chunks.read(); !next.done; next = await chunks.read()) {
    const lines = (rest + next.value).split('\n');
    rest = lines.pop() ?? '';
    if (lines.length > 0) onEvents(lines.map((line) => JSON.parse(line) as LogEvent));
  }
};

export const eventsOf = async (query: LogQuery): Promise<readonly LogEvent[]> => {
  const events: LogEvent[] = [];
  await readLog(query, (more) => void events.push(...more));
  return events;
};
