import { Map as PersistentMap } from 'immutable';
import { z } from 'zod';
import type { OlderKeys } from './olderKeys.ts';
import type { RequestsByKey } from './RememberedRequests.ts';
import type { StreamFold } from './StreamFold.ts';

/** Key, body, first and last revision. */
const requestsSchema = z.array(z.tuple([z.string(), z.string(), z.int(), z.int()]));

const keysSchema = z.array(
  z.strictObject({ bits: z.base64(), keys: z.int(), fromRevision: z.int(), toRevision: z.int() }),
);

const rememberedSchema = z.strictObject({
  current: requestsSchema,
  currentSinceMs: z.int(),
  previous: requestsSchema,
  older: keysSchema,
  forgettable: keysSchema,
});

const encodeKeys = (keys: OlderKeys): z.output<typeof keysSchema> =>
  keys.map(({ bits, ...range }) => ({ ...range, bits: Buffer.from(bits).toString('base64') }));

const decodeKeys = (json: z.output<typeof keysSchema>): OlderKeys =>
  json.map(({ bits, ...range }) => ({ ...range, bits: new Uint8Array(Buffer.from(bits, 'base64')) }));

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

type Remembered = Pick<StreamFold<unknown>, 'remembered' | 'forgettable'>;

export const encodeRemembered = ({
  remembered,
  forgettable,
}: Remembered): z.output<typeof rememberedSchema> => ({
  current: encodeGeneration(remembered.current),
  currentSinceMs: remembered.currentSinceMs,
  previous: encodeGeneration(remembered.previous),
  older: encodeKeys(remembered.older),
  forgettable: encodeKeys(forgettable),
});

/** Undefined for JSON of another shape. */
export const decodeRemembered = (json: unknown): Remembered | undefined => {
  const parsed = rememberedSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { current, currentSinceMs, previous, older, forgettable } = parsed.data;
  const generations = { current: decodeGeneration(current), previous: decodeGeneration(previous) };
  return {
    remembered: { ...generations, currentSinceMs, older: decodeKeys(older) },
    forgettable: decodeKeys(forgettable),
  };
};
