import type { SteadyClock } from '../../ports/Clock.ts';
import type { EventStore, Position } from '../../ports/EventStore.ts';
import type { LogFeed } from '../../ports/LogFeed.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { firstUnapplied } from './firstUnapplied.ts';
import { filterOf, type Projection, schemaOf } from './Projection.ts';
import { withDeadline } from './withDeadline.ts';

/** A model is shown as behind from here on. Reads that name a position wait longer than this. */
const behindMinMs = 1_000;
const lookKeptMs = 500;
/** How long a reader may wait for a look; one that takes longer serves later readers. */
const lookWithinMs = 250;

export interface FreshnessParts {
  readonly readStore: Pick<ReadStore, 'checkpoint'>;
  readonly events: Pick<EventStore, 'readAll'>;
  readonly tail: { position(): Position } & Partial<Pick<LogFeed, 'nothingUpTo'>>;
  readonly clock: SteadyClock;
}

/**
 * The instant (ms) before which everything that was decided is in the model; undefined while the model is not more
 * than a second behind, or as long as nothing is known. Never fails: then the last instant that was known still holds.
 */
export type AsOf = () => Promise<number | undefined>;

export const modelFreshness = (projection: Projection, parts: FreshnessParts): AsOf => {
  const { readStore, events, tail, clock } = parts;
  const schema = schemaOf(projection);
  /** Everything decided before is in the model, as far as it was ever seen. */
  let holdsUntilMs: number | undefined;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  let lookingSinceMs = 0;

  const look = async (): Promise<void> => {
    const askedAtMs = clock.nowMs();
    const head = tail.position();
    const checkpoint = await readStore.checkpoint(schema);
    if (checkpoint === undefined) return;
    const reached = tail.nothingUpTo?.(checkpoint.position, filterOf(projection)) ?? checkpoint.position;
    const first = reached >= head ? 'none' : await firstUnapplied(filterOf(projection), reached, events);
    if (first !== undefined) holdsUntilMs = first === 'none' ? askedAtMs : first;
  };
  const lookOnce = (): Promise<void> => {
    if (looking === undefined) {
      lookingSinceMs = clock.steadyMs();
      // A failed look counts too, or every request would ask an engine that is away.
      looking = look().finally(() => {
        looking = undefined;
        lookedAtMs = clock.steadyMs();
      });
    }
    return looking;
  };

  return async () => {
    if (clock.steadyMs() - lookedAtMs >= lookKeptMs) {
      const answer = lookOnce();
      await withDeadline(answer, Math.max(0, lookingSinceMs + lookWithinMs - clock.steadyMs()));
    }
    const isBehind = holdsUntilMs !== undefined && clock.nowMs() - holdsUntilMs > behindMinMs;
    return isBehind ? holdsUntilMs : undefined;
  };
};
