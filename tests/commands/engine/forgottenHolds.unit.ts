import { describe, expect, it } from 'vitest';
import { createMemoryLog, type MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { unpackJson } from '../../../src/commands/engine/packedJson.ts';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import { endingsKept } from '../../../src/domain/showtime/inventory/endedHolds.ts';
import { bookingOfHold, findHold } from '../../../src/domain/showtime/inventory/findHold.ts';
import { eventually } from '../../support/eventually.ts';
import { guest, openShowtimeNode, testClock } from '../../support/nodes.ts';
import { done, outcomeOf } from '../../support/outcomes.ts';
import {
  bookingOf,
  minutes,
  onSaleMs,
  scheduledData,
  seatsHeld,
  showtimeId,
  usd,
  uuid,
} from '../../support/showtimes.ts';

const stream = `showtime-${showtimeId}`;
const holds = 3_000;
const [expired, first] = [uuid(9_999), uuid(1)] as const;

const hold = (holdId: string, seatId = 'A1'): ShowtimeCommand => ({
  type: 'HoldSeats',
  holdId,
  bookingId: bookingOf(holdId),
  selection: { kind: 'named', seatIds: [seatId], ticketTypes: {} },
});

/** A showtime with a hold that expired, and after it 3,000 that were released. */
const manyHolds = async (): Promise<MemoryLog> => {
  const log = createMemoryLog();
  const clock = testClock(onSaleMs);
  const node = await openShowtimeNode(log, { clock });
  const ask = (command: ShowtimeCommand) => node.showtimes.execute(showtimeId, command, guest);
  await ask({ type: 'ScheduleShowtime', ...scheduledData() });
  await ask(hold(expired));
  clock.advance(minutes(10));
  for (let n = 1; n <= holds; n += 1) {
    await Promise.all([ask(hold(uuid(n))), ask({ type: 'ReleaseHold', holdId: uuid(n) })]);
  }
  await eventually(() => expect(log.streams.get(`snapshot-${stream}`)).toHaveLength(3));
  await node.close();
  return log;
};

const copyOf = ({ logId, events, streams }: MemoryLog): MemoryLog => ({
  logId,
  events: [...events],
  streams: new Map([...streams].map(([name, recorded]) => [name, [...recorded]])),
  listeners: new Set(),
});

describe('holds that ended long ago', async () => {
  const used = await manyHolds();
  const onNode = async (
    use: (node: Awaited<ReturnType<typeof openShowtimeNode>>, log: MemoryLog) => Promise<void>,
  ): Promise<void> => {
    const log = copyOf(used);
    const node = await openShowtimeNode(log, { clock: testClock(onSaleMs + minutes(10)) });
    await use(node, log);
    await node.close();
  };
  const ask = (node: Awaited<ReturnType<typeof openShowtimeNode>>, command: ShowtimeCommand) =>
    node.showtimes.execute(showtimeId, command, guest);

  it('do not stay in the state, nor in snapshots', () =>
    onNode(async ({ showtimes }, log) => {
      const { state } = await showtimes.read(showtimeId);
      expect(state.status !== 'none' && state.inventory.slots).toBeLessThanOrEqual(2 * endingsKept + 1);
      expect(state.status !== 'none' && state.inventory.endings).toBe(holds + 1);
      const snapshots = log.streams.get(`snapshot-${stream}`) ?? [];
      const states = await Promise.all(snapshots.map(({ data }) => unpackJson(Object(data).state)));
      const sizes = states.map((each) => JSON.stringify(each).length);
      expect(Math.max(...sizes)).toBeLessThan(2 * endingsKept * 150 + 40_000);
    }));

  it('are refused by how they ended, and released without an event', () =>
    onNode(async (node, log) => {
      const before = log.streams.get(stream)?.length;
      expect(await ask(node, { type: 'ExtendHold', holdId: first })).toEqual({
        outcome: 'rejected',
        rejection: { reason: 'HoldOver', how: 'released' },
      });
      expect(await ask(node, { type: 'ExtendHold', holdId: expired })).toEqual({
        outcome: 'rejected',
        rejection: { reason: 'HoldOver', how: 'expired' },
      });
      expect(outcomeOf(await ask(node, { type: 'ReleaseHold', holdId: first }))).toEqual(
        done(2 * holds + 3, ''),
      );
      expect(await ask(node, { type: 'ExtendHold', holdId: uuid(77_777) })).toEqual({
        outcome: 'rejected',
        rejection: { reason: 'HoldNotFound' },
      });
      expect(log.streams.get(stream)?.length).toBe(before);
    }));

  it('are read with their end and their booking by whoever names them', () =>
    onNode(async ({ showtimes }) => {
      const plain = await showtimes.read(showtimeId);
      const named = await showtimes.read(showtimeId, expired);
      if (plain.state.status === 'none' || named.state.status === 'none') throw new Error('no showtime');
      expect(findHold(plain.state.inventory, expired, onSaleMs)).toEqual({ kind: 'unknown' });
      expect(findHold(named.state.inventory, expired, onSaleMs)).toEqual({ kind: 'over', how: 'expired' });
      expect(bookingOfHold(named.state.inventory, expired)).toBe(bookingOf(expired));
    }));

  it('are booked again when they had expired, were paid for and the seats are free', () =>
    onNode(async (node) => {
      const held = seatsHeld(expired, ['A1'], onSaleMs);
      if (held.type !== 'SeatsHeld') throw new Error('not held');
      const paid = { seats: held.data.seats, total: usd(1_000), freshHoldId: uuid(8_888) };
      const booked = await ask(node, {
        type: 'BookSeats',
        holdId: expired,
        bookingId: bookingOf(expired),
        paid,
      });
      expect(booked.outcome === 'done' && booked.events.map(({ type }) => type)).toEqual([
        'SeatsHeld',
        'SeatsBooked',
      ]);
    }));
});
