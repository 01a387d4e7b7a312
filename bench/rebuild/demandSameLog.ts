import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { emmettAnswer, type Urls } from './sides.ts';

const positionsCompared = 50;

const streamsSql = `
  SELECT stream, json_agg(json_build_object('type', type, 'data', data) ORDER BY revision) AS events
  FROM event_log.events
  WHERE stream IN (SELECT stream FROM event_log.events WHERE position = ANY ($1::bigint[]))
  GROUP BY stream ORDER BY stream`;

const streamsSchema = z.array(
  z.object({ stream: z.string(), events: z.array(z.object({ type: z.string(), data: z.unknown() })) }),
);

/** Reads some streams of the whole log through emmett's API. Throws when it has other events in them. */
export const demandSameLog = async ({ own, emmett }: Urls, count: number): Promise<void> => {
  const client = new pg.Client({ connectionString: own });
  await client.connect();
  const step = Math.floor(count / positionsCompared);
  // The first event is of the log itself.
  const positions = Array.from({ length: positionsCompared }, (_, at) => 2 + at * step);
  const { rows } = await client.query(streamsSql, [positions]).finally(() => client.end());
  const wanted = streamsSchema.parse(rows);
  const found = streamsSchema.parse(
    await emmettAnswer('read', emmett, ...wanted.map(({ stream }) => stream)),
  );
  for (const [at, { stream, events }] of wanted.entries()) {
    const same = found[at];
    if (same?.stream !== stream || !isDeepStrictEqual(same.events, events))
      throw new Error(`emmett has other events in ${stream}`);
  }
};
