import { Map as PersistentMap } from 'immutable';
import { z } from 'zod';
import type { RememberedRequests, RequestsByKey } from './RememberedRequests.ts';

/** Key, body, first and last revision. */
const requestsSchema = z.array(z.tuple([z.string(), z.string(), z.int(), z.int()]));

const rememberedSchema = z.strictObject({
  current: requestsSchema,
  currentSinceMs: z.int(),
  previous: requestsSchema,
  older: z.array(
    z.strictObject({ bits: z.base64(), keys: z.int(), fromRevision: z.int(), toRevision: z.int() }),
  ),
});

const encodeGeneration = (requests: RequestsByKey): z.output<typeof requestsSchema> =>
  [...requests].map(([key, { body, firstRevision, lastRevision }]) => [
    key,
    body,
    firstRevision,
    lastRevision,
  ]);

const decodeGeneration = (json: z.output<typeof requestsSchema>): RequestsByKey =>
  PersistentMap(
    json.map(
      ([key, body, firstRevision, lastRevision]) => [key, { body, firstRevision, lastRevision }] as const,
    ),
  );

export const encodeRequests = (requests: RememberedRequests): z.output<typeof rememberedSchema> => ({
  current: encodeGeneration(requests.current),
  currentSinceMs: requests.currentSinceMs,
  previous: encodeGeneration(requests.previous),
  older: requests.older.map(({ bits, ...range }) => ({
    ...range,
    bits: Buffer.from(bits).toString('base64'),
  })),
});

/** Undefined for JSON of another shape. */
export const decodeRequests = (json: unknown): RememberedRequests | undefined => {
  const parsed = rememberedSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { current, currentSinceMs, previous, older } = parsed.data;
  return {
    current: decodeGeneration(current),
    currentSinceMs,
    previous: decodeGeneration(previous),
    older: older.map(({ bits, ...range }) => ({
      ...range,
      bits: new Uint8Array(Buffer.from(bits, 'base64')),
    })),
  };
};
