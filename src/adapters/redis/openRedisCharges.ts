import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SharedCharges } from '../../ports/SharedCharges.ts';
import { chargeText, keptCharge } from '../keptCharges.ts';
import type { RedisConnection } from './openConnection.ts';

/** As many as a node keeps; Redis drops the oldest. */
const entriesMax = 100_000;
const readEntriesMax = 10_000;

export interface RedisChargesOptions {
  /** Part of the key, so that logs can share a server. */
  readonly logId: string;
  readonly name: 'budgets' | 'rates';
  /** After the last change. */
  readonly keptMs: number;
}

const json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
});
const entry = z.tuple([
  z.string(),
  z.tuple([z.literal('node'), z.string(), z.literal('charge'), json.pipe(keptCharge)]),
]);
const entryIds = z.array(z.tuple([z.string(), z.unknown()]));

/** Nodes append their changes to one Redis stream and read on from the last entry that they know. */
export const openRedisCharges = (
  { client, isAway }: Pick<RedisConnection, 'client' | 'isAway'>,
  { logId, name, keptMs }: RedisChargesOptions,
): SharedCharges => {
  const key = `marquee:limits:${logId}:${name}`;
  const node = randomUUID();
  let readUpTo = '-';

  return {
    exchange: async (changes) => {
      if (isAway()) throw new Error('Redis is away');
      const calls = client.pipeline();
      for (const change of changes) {
        calls.xadd(key, 'MAXLEN', '~', entriesMax, '*', 'node', node, 'charge', chargeText(change));
      }
      if (changes.length > 0) calls.pexpire(key, keptMs);
      calls.xrange(key, readUpTo, '+', 'COUNT', readEntriesMax);
      const answers = (await calls.exec()) ?? [];
      for (const [error] of answers) if (error !== null) throw error;
      const read = entryIds.parse(answers.at(-1)?.[1]);
      const last = read.at(-1)?.[0];
      if (last !== undefined) readUpTo = `(${last}`;
      // Other programs can write to Redis: what is no charge is passed over.
      return read.flatMap((each) => {
        const [, fields] = entry.safeParse(each).data ?? [];
        return fields === undefined || fields[1] === node ? [] : [fields[3]];
      });
    },
  };
};
