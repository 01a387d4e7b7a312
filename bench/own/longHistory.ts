/** Showtimes with long streams: all seats are free again after thousands of holds that were given back. */
import { setTimeout as pause } from 'node:timers/promises';
import { systemIds as ids } from '../../src/adapters/system/system.ts';
import { snapshotEveryEvents } from '../../src/commands/engine/snapshots.ts';
import { snapshotStreams } from '../../src/domain/kernel/streamEvents.ts';
import { streamOf } from '../../src/domain/kernel/streams.ts';
import { showtimeAggregate } from '../../src/domain/showtime/showtimeAggregate.ts';
import { type EventStore, eventStoreLimits } from '../../src/ports/EventStore.ts';
import type { Handler } from './atCommandHandler.ts';
import { holdOneSeat, releaseHold } from './guestHolds.ts';

const copiedAtOnce = 1_000;
const atOnce = 64;
const snapshotWithinMs = 10_000;
const lookEveryMs = 50;

const waitForSnapshots = async (store: EventStore, stream: string, wanted: number): Promise<void> => {
  const untilMs = performance.now() + snapshotWithinMs;
  for (;;) {
    const found = await store.readStream(streamOf(snapshotStreams, stream));
    if (found.length >= wanted) return;
    if (performance.now() > untilMs) throw new Error(`${stream} has ${found.length} of ${wanted} snapshots`);
    await pause(lookEveryMs);
  }
};

/** Through the command handler, which keeps snapshots. */
export const makeHistory = async (
  { store, showtimes }: Handler,
  showtimeId: string,
  seatIds: readonly string[],
  events: number,
): Promise<void> => {
  const seats = seatIds.slice(0, atOnce);
  for (let made = 0; made < events; made += 2 * seats.length) {
    const holds = await Promise.all(seats.map((seatId) => holdOneSeat(showtimes, showtimeId, seatId)));
    await Promise.all(holds.map((holdId) => releaseHold(showtimes, showtimeId, holdId)));
  }
  const stream = streamOf(showtimeAggregate, showtimeId);
  await waitForSnapshots(store, stream, Math.floor(events / snapshotEveryEvents));
};

/** Appends to `toId`, newly made as `fromId` was, what happened to `fromId` since; without snapshots. */
export const copyHistory = async (store: EventStore, fromId: string, toId: string): Promise<void> => {
  const target = streamOf(showtimeAggregate, toId);
  const [last] = await store.readStream(target, { backwards: true, maxCount: 1 });
  let revision = last?.revision ?? -1;
  for (;;) {
    const maxCount = Math.min(copiedAtOnce, eventStoreLimits.readEventsMax);
    const fromRevision = revision + 1;
    const page = await store.readStream(streamOf(showtimeAggregate, fromId), { fromRevision, maxCount });
    if (page.length === 0) return;
    const events = page.map(({ stream: _stream, revision: _at, position: _position, ...event }) => ({
      ...event,
      id: ids.next(),
    }));
    const result = await store.append({ stream: target, expected: revision, events });
    if (result.outcome !== 'appended') throw new Error(`${target} was changed meanwhile`);
    revision = result.revision;
  }
};
