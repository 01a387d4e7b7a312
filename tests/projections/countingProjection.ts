/** A projection that is easily seen to apply something twice or not at all: it counts, and keeps an order. */
import { z } from 'zod';
import { defineEvent, type EventOf } from '../../src/domain/kernel/eventDefinition.ts';
import type { Projection } from '../../src/projections/engine/Projection.ts';

const Counted = defineEvent(
  'Counted',
  'For tests.',
  z.strictObject({ by: z.int(), poison: z.boolean().exactOptional() }),
);
type CountedEvent = EventOf<typeof Counted>;

export const counted = (by = 1): CountedEvent => ({ type: 'Counted', data: { by } });
/** Readable, but it cannot be applied. */
export const poison: CountedEvent = { type: 'Counted', data: { by: 0, poison: true } };
/** Of a shape that nobody knows. */
export const unreadable = { type: 'Counted', data: { by: 'many' } };

/** Called around each apply, with the number of events. */
export type ApplyHook = (events: number) => Promise<void>;

export const countingProjection = (
  options: {
    readonly before?: ApplyHook;
    readonly toleratesPoison?: boolean | (() => boolean);
    readonly name?: string;
  } = {},
): Projection<CountedEvent> => ({
  name: options.name ?? 'counting',
  version: 1,
  categories: ['counter'],
  definitions: { Counted },
  tables: `
    CREATE TABLE counts (stream text PRIMARY KEY, total bigint NOT NULL, applied bigint NOT NULL);
    CREATE TABLE seen (position text PRIMARY KEY);`,
  indexes: 'CREATE INDEX by_total ON counts (total)',
  apply: async (events, transaction) => {
    await Promise.resolve(options.before?.(events.length));
    for (const event of events) {
      const { toleratesPoison: tolerates = false } = options;
      const mayBePoison = typeof tolerates === 'boolean' ? tolerates : tolerates();
      if (event.data.poison === true && !mayBePoison) throw new RangeError('poison');
      // The primary key makes an event applied twice an error.
      await transaction.query('INSERT INTO seen (position) VALUES ($1)', [event.position]);
      await transaction.query(
        `INSERT INTO counts (stream, total, applied) VALUES ($1, $2, 1)
         ON CONFLICT (stream) DO UPDATE SET total = counts.total + excluded.total, applied = counts.applied + 1`,
        [event.stream, event.data.by],
      );
    }
  },
});
