import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { foldStream } from '../../commands/engine/readStream.ts';
import { idOfStream } from '../../domain/kernel/streams.ts';
import { type SeatMap, seatMapOf } from '../../domain/showtime/seatMap.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import { type EventStore, type Position, positionStart } from '../../ports/EventStore.ts';
import type { SharedSeatMapStore } from '../../ports/SeatMapStore.ts';

const pageEventsMax = 500;
/** Per map: recent sales may not have reached the store. */
const looksMax = 5;
const lookPauseMs = 100;
const connectWithinMs = 3_000;

export interface SeatMapsChecked {
  readonly kept: number;
  /** Maps that differ from the log at their revision. */
  readonly wrong: number;
}

export interface SeatMapsParts {
  readonly events: EventStore;
  readonly shared: SharedSeatMapStore;
  onProgress(at: Position, until: Position): void;
  readonly signal: AbortSignal;
}

const fromLog = async (events: EventStore, showtimeId: string): Promise<SeatMap | undefined> => {
  const { state, revision } = await foldStream(showtimeAggregate, events, showtimeId);
  return state.status === 'none' ? undefined : seatMapOf(state, revision);
};

/** An older map is not wrong: readers compare revisions. */
const check = async (
  { events, shared }: SeatMapsParts,
  showtimeId: string,
): Promise<'none' | 'right' | 'wrong'> => {
  for (let look = 0; look < looksMax; look += 1) {
    const kept = await shared.read(showtimeId);
    if (kept === undefined) return 'none';
    const told = await fromLog(events, showtimeId);
    if (told?.revision === kept.revision) return isDeepStrictEqual(kept, told) ? 'right' : 'wrong';
    await pause(lookPauseMs);
  }
  return 'wrong';
};

const makeAnew = async ({ events, shared }: SeatMapsParts, showtimeId: string): Promise<void> => {
  await shared.forget(showtimeId);
  const map = await fromLog(events, showtimeId);
  if (map !== undefined) await shared.put(map);
};

const awaitConnection = async (shared: SharedSeatMapStore): Promise<void> => {
  const until = performance.now() + connectWithinMs;
  while (shared.isAway() && performance.now() < until) await pause(lookPauseMs);
};

/** Throws SeatMapStoreUnavailable and EventStoreUnavailable; what was done until then remains. */
export const rebuildSeatMaps = async (
  parts: SeatMapsParts,
  mode: 'rebuild' | 'check',
): Promise<SeatMapsChecked> => {
  const { events, shared, onProgress, signal } = parts;
  await awaitConnection(shared);
  const end = await events.head();
  let [kept, wrong] = [0, 0];
  let at = positionStart;
  while (at < end && !signal.aborted) {
    const filter = { categories: ['showtime'], types: ['ShowtimeScheduled'] };
    const page = await events.readAll(at, { maxCount: pageEventsMax, filter });
    for (const { stream, position } of page.events) {
      const showtimeId = idOfStream(stream);
      const found = await check(parts, showtimeId);
      if (found !== 'none') kept += 1;
      if (found === 'wrong') wrong += 1;
      if (found === 'wrong' && mode === 'rebuild') await makeAnew(parts, showtimeId);
      onProgress(position, end);
    }
    if (page.atEnd) break;
    at = page.next;
  }
  return { kept, wrong };
};
