import { beforeAll, describe, expect, it } from 'vitest';
import { createMemoryLog, type MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { packJson } from '../../../src/commands/engine/packedJson.ts';
import { snapshotEveryEvents } from '../../../src/commands/engine/snapshots.ts';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import { AppendRefused, type EventStore } from '../../../src/ports/EventStore.ts';
import { eventually } from '../../support/eventually.ts';
import { around, guest, keyed, openShowtimeNode, silent, testClock } from '../../support/nodes.ts';
import { done, outcomeOf } from '../../support/outcomes.ts';
import {
  bookingOf,
  iso,
  onSaleMs,
  scheduledData,
  seatsHeld,
  showtimeId,
  uuid,
} from '../../support/showtimes.ts';
import { stateShown } from '../../support/stateShown.ts';

const stream = `showtime-${showtimeId}`;
const snapshotStream = `snapshot-${stream}`;
const clock = testClock(onSaleMs);

const hold = (n: number): ShowtimeCommand => ({
  type: 'HoldSeats',
  holdId: uuid(n),
  bookingId: bookingOf(uuid(n)),
  selection: { kind: 'named', seatIds: ['A1'], ticketTypes: {} },
});

/** A showtime whose stream is a little longer than a snapshot's distance, with one keyed hold at its beginning. */
const longStream = async () => {
  const log = createMemoryLog();
  const node = await openShowtimeNode(log, { clock });
  const ask = (command: ShowtimeCommand, context = guest) =>
    node.showtimes.execute(showtimeId, command, context);
  await ask({ type: 'ScheduleShowtime', ...scheduledData() });
  for (let n = 1; (log.streams.get(stream)?.length ?? 0) < snapshotEveryEvents + 100; n += 1) {
    await ask(hold(n), n === 1 ? keyed('first') : guest);
    await ask({ type: 'ReleaseHold', holdId: uuid(n) });
  }
  await ask({
    type: 'HoldSeats',
    holdId: uuid(9_999),
    bookingId: bookingOf(uuid(9_999)),
    selection: { kind: 'best-available', count: 2, ticketTypes: [] },
  });
  await eventually(() => expect(log.streams.get(snapshotStream)).toHaveLength(1));
  const { state, revision } = await node.showtimes.read(showtimeId);
  await node.close();
  return { log, state, revision };
};

/** With a log of its own, which may be written to. */
const copied = <Holder extends { readonly log: MemoryLog }>(holder: Holder): Holder => {
  const { log } = holder;
  const streams = new Map([...log.streams].map(([name, events]) => [name, [...events]]));
  return { ...holder, log: { ...log, events: [...log.events], streams, listeners: new Set() } };
};

/** Reads of the showtime's own stream, by the first revision asked for. */
const countingReads =
  (reads: number[]) =>
  (store: EventStore): EventStore => ({
    ...around(store, (append, inner) => inner.append(append)),
    readStream: (name, options) => {
      if (name === stream) reads.push(options?.fromRevision ?? 0);
      return store.readStream(name, options);
    },
  });

describe('a snapshot', () => {
  let long: Awaited<ReturnType<typeof longStream>>;
  beforeAll(async () => {
    long = await longStream();
  });

  it('is taken of a long stream and leads to the same state as the whole stream', async () => {
    const { log, state, revision } = copied(long);
    const reads: number[] = [];
    const restarted = await openShowtimeNode(log, { clock, wrap: countingReads(reads) });
    const read = await restarted.showtimes.read(showtimeId);
    expect(read.revision).toBe(revision);
    expect(stateShown(read.state)).toEqual(stateShown(state));
    expect(reads).toHaveLength(2);
    expect(reads[1]).toBeGreaterThanOrEqual(snapshotEveryEvents);
    await restarted.close();
  });

  it('is looked for before more than a hundred events of the stream are read', async () => {
    const { log } = copied(long);
    const asked: (string | number | undefined)[] = [];
    const watching = (store: EventStore): EventStore => ({
      ...around(store, (append, inner) => inner.append(append)),
      readStream: (name, options) => {
        asked.push(name === stream ? options?.maxCount : name);
        return store.readStream(name, options);
      },
    });
    const restarted = await openShowtimeNode(log, { clock, wrap: watching });
    await restarted.showtimes.read(showtimeId);
    expect(asked).toEqual([100, snapshotStream, 1_000]);
    await restarted.close();
  });

  it('remembers the requests that the stream remembers', async () => {
    const { log } = copied(long);
    const restarted = await openShowtimeNode(log, { clock });
    const repeat = await restarted.showtimes.execute(showtimeId, hold(5_000), keyed('first'));
    expect(outcomeOf(repeat)).toEqual(
      done(2, 'H', { events: [seatsHeld(uuid(1), ['A1'], onSaleMs)], replayed: true }),
    );
    expect(await restarted.showtimes.execute(showtimeId, hold(5_000), keyed('first', 'other'))).toEqual({
      outcome: 'key-reused',
    });
    await restarted.close();
  });

  it('may be lost, foreign or broken: the state is the same', async () => {
    const { log, state } = copied(long);
    const snapshots = log.streams.get(snapshotStream) ?? [];
    const whole = snapshots[0];
    if (whole === undefined) throw new Error('no snapshot');
    const data = Object(whole.data);
    for (const replaced of [
      [],
      [{ ...whole, data: { ...data, madeBy: 'showtime/0' } }],
      [{ ...whole, data: { ...data, state: { status: 'odd' } } }],
      [{ ...whole, data: { ...data, state: await packJson({ status: 'odd' }) } }],
      [{ ...whole, data: { ...data, state: data.state.slice(0, -100) } }],
      [{ ...whole, data: 7 }],
    ]) {
      log.streams.set(snapshotStream, replaced);
      const restarted = await openShowtimeNode(log, { clock });
      const read = await restarted.showtimes.read(showtimeId);
      expect(stateShown(read.state)).toEqual(stateShown(state));
      await restarted.close();
    }
  });

  it('is where looking back begins, by revision and by time', async () => {
    const { log, state, revision } = copied(long);
    const reads: number[] = [];
    const restarted = await openShowtimeNode(log, { clock, wrap: countingReads(reads) });
    for (const seen of [
      await restarted.showtimes.readAt(showtimeId, revision),
      await restarted.showtimes.readAsOf(showtimeId, { instant: iso(clock.nowMs()) }),
    ]) {
      expect(seen.revision).toBe(revision);
      expect(stateShown(seen.state)).toEqual(stateShown(state));
    }
    expect(reads).toEqual([0, snapshotEveryEvents, 0, snapshotEveryEvents]);
    expect((await restarted.showtimes.readAt(showtimeId, 1_500)).revision).toBe(1_500);
    await restarted.close();
  });
});

it('writes nothing for a keyed release of a hold that has ended, however often it is asked', async () => {
  const log = createMemoryLog();
  const node = await openShowtimeNode(log, { clock });
  await node.showtimes.execute(showtimeId, { type: 'ScheduleShowtime', ...scheduledData() }, guest);
  await node.showtimes.execute(showtimeId, hold(1), guest);
  const releasing: ShowtimeCommand = { type: 'ReleaseHold', holdId: uuid(1) };
  await node.showtimes.execute(showtimeId, releasing, guest);
  const before = log.streams.get(stream)?.length;
  for (const key of ['a', 'a', 'b']) {
    const outcome = await node.showtimes.execute(showtimeId, releasing, keyed(key));
    expect(outcomeOf(outcome)).toEqual(done(3, ''));
  }
  expect(log.streams.get(stream)).toHaveLength(before ?? 0);
  await node.close();
});

it('tells of a snapshot that could not be kept', async () => {
  const log = createMemoryLog();
  const told: unknown[] = [];
  const node = await openShowtimeNode(log, {
    clock,
    snapshotFailures: { inc: () => void told.push('counted') },
    logger: { ...silent, error: (details) => void told.push(details) },
    wrap: (store) =>
      around(store, (append, inner) => {
        if (append.stream === snapshotStream) throw new AppendRefused('too large');
        return inner.append(append);
      }),
  });
  await node.showtimes.execute(showtimeId, { type: 'ScheduleShowtime', ...scheduledData() }, guest);
  for (let n = 0; n < snapshotEveryEvents; n += 500) {
    const asked = Array.from({ length: 500 }, (_, m) =>
      node.showtimes.execute(showtimeId, { type: 'OpenSales' }, keyed(`${n + m}`)),
    );
    await Promise.all(asked);
  }
  await eventually(() => expect(told).toEqual(['counted', { stream, err: new AppendRefused('too large') }]));
  expect(log.streams.get(snapshotStream)).toBeUndefined();
  await node.close();
});
