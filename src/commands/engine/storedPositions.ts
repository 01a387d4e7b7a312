import { type AppendResult, type EventStore, type Position, positionBefore } from '../../ports/EventStore.ts';

interface AppendedBatch {
  readonly stream: string;
  /** Events of the batch. */
  readonly size: number;
  /** Commands that caused them. */
  readonly commands: number;
}

/**
 * The position of each event of a batch, in order. The append's result gives that of the last one; where positions are
 * not consecutive and several commands need theirs, the batch is read back. Throws EventStoreUnavailable.
 */
export const storedPositions = async (
  store: EventStore,
  { revision, position }: Extract<AppendResult, { readonly outcome: 'appended' }>,
  { stream, size, commands }: AppendedBatch,
): Promise<readonly Position[]> => {
  if (store.consecutivePositions) {
    return Array.from({ length: size }, (_, place) => positionBefore(position, size - 1 - place));
  }
  if (commands === 1) return new Array<Position>(size).fill(position);
  const stored = await store.readStream(stream, { fromRevision: revision - size + 1, maxCount: size });
  return stored.map((event) => event.position);
};
