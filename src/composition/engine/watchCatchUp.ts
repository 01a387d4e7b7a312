import type { EventStore, Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { type Projection, schemaOf } from '../../projections/engine/Projection.ts';

/** Whether every read model has reached the head of the log, as first read after this call. Never throws. */
export const watchCatchUp = (
  projections: readonly Projection[],
  {
    events,
    readStore,
  }: { readonly events: Pick<EventStore, 'head'>; readonly readStore: Pick<ReadStore, 'checkpoint'> },
): (() => Promise<boolean>) => {
  let start: Promise<Position> | undefined;
  const headAtStart = (): Promise<Position> => {
    start ??= events.head().catch((error: unknown) => {
      start = undefined;
      throw error;
    });
    return start;
  };
  headAtStart().catch(() => undefined);
  let caughtUp = false;
  return async () => {
    if (caughtUp) return true;
    const checkpoints = Promise.all(projections.map((each) => readStore.checkpoint(schemaOf(each))));
    caughtUp = await Promise.all([checkpoints, headAtStart()]).then(
      ([reached, head]) => reached.every((each) => each !== undefined && each.position >= head),
      () => false,
    );
    return caughtUp;
  };
};
