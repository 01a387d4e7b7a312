import { type AppendResult, type EventStore, type Position, positionBefore } from '../../ports/EventStore.ts';

/** Of each event of an appended batch, in order; that of its last event for all where positions are not consecutive. */
export const storedPositions = (
  { consecutivePositions }: Pick<EventStore, 'consecutivePositions'>,
  { position }: Extract<AppendResult, { readonly outcome: 'appended' }>,
  size: number,
): readonly Position[] =>
  Array.from({ length: size }, (_, place) =>
    consecutivePositions ? positionBefore(position, size - 1 - place) : position,
  );
