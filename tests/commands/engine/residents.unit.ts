/** What a node may keep of a stream in memory, and how sure it may be of it. */
import { afterEach, expect, it } from 'vitest';
import { createMemoryLog, type MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import { holdsDue } from '../../../src/domain/showtime/inventory/claims.ts';
import type { SeatInventory } from '../../../src/domain/showtime/inventory/SeatInventory.ts';
import { around, guest, openShowtimeNode, testClock } from '../../support/nodes.ts';
import { bookingOf, onSaleMs, plainHall, scheduledData, showtimeId, uuid } from '../../support/showtimes.ts';

type Node = Awaited<ReturnType<typeof openShowtimeNode>>;
const open: Node[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const heldIn = (inventory: SeatInventory): readonly string[] =>
  holdsDue(inventory, Number.POSITIVE_INFINITY).map(({ holdId }) => holdId);

const node = async (log: MemoryLog, options: Parameters<typeof openShowtimeNode>[1] = {}): Promise<Node> => {
  const opened = await openShowtimeNode(log, { clock: testClock(onSaleMs), ...options });
  open.push(opened);
  return opened;
};

const others = [uuid(901), uuid(902)] as const;
const schedule = (on: Node, id: string) => {
  const data = { ...scheduledData({ seats: [...plainHall(2, 4)] }), showtimeId: id };
  return on.showtimes.execute(id, { type: 'ScheduleShowtime', ...data }, guest);
};
const hold = (n: number, seatId: string): ShowtimeCommand => ({
  type: 'HoldSeats',
  holdId: uuid(n),
  bookingId: bookingOf(uuid(n)),
  selection: { kind: 'named', seatIds: [seatId], ticketTypes: {} },
});
const release = (n: number): ShowtimeCommand => ({ type: 'ReleaseHold', holdId: uuid(n) });

it('never puts back a showtime that was pushed out of memory while its append was under way', async () => {
  const log = createMemoryLog();
  const other = await node(log);
  for (const id of [showtimeId, ...others]) await schedule(other, id);
  await other.showtimes.execute(showtimeId, hold(1, 'A1'), guest);

  let acknowledge: () => void = () => undefined;
  let stored: () => void = () => undefined;
  const isStored = new Promise<void>((resolve) => {
    stored = resolve;
  });
  const small = await node(log, {
    residentsMax: 2,
    wrap: (store) =>
      around(store, async (request, inner) => {
        const result = await inner.append(request);
        stored();
        await new Promise<void>((resolve) => {
          acknowledge = resolve;
        });
        return result;
      }),
  });
  const held = small.showtimes.execute(showtimeId, hold(2, 'A2'), guest);
  await isStored;
  for (const id of others) await small.showtimes.read(id);
  await other.showtimes.execute(showtimeId, release(1), guest);
  acknowledge();
  expect((await held).outcome).toBe('done');

  const { state, revision } = await small.showtimes.read(showtimeId);
  expect(revision).toBe(log.streams.get(`showtime-${showtimeId}`)?.at(-1)?.revision);
  expect(state.status === 'none' ? undefined : heldIn(state.inventory)).toEqual([uuid(2)]);
});

it('decides on the log for a showtime that was pushed out of memory while commands wait for it', async () => {
  const log = createMemoryLog();
  const other = await node(log);
  for (const id of [showtimeId, ...others]) await schedule(other, id);
  await other.showtimes.execute(showtimeId, hold(1, 'A1'), guest);
  const acknowledgements: (() => void)[] = [];
  const small = await node(log, {
    residentsMax: 2,
    wrap: (store) =>
      around(store, async (request, inner) => {
        const result = await inner.append(request);
        await new Promise<void>((resolve) => acknowledgements.push(resolve));
        return result;
      }),
  });
  const first = small.showtimes.execute(showtimeId, hold(2, 'A2'), guest);
  await expect.poll(() => acknowledgements.length).toBe(1);
  const second = small.showtimes.execute(showtimeId, hold(3, 'A1'), guest);
  // Let the second command into the mailbox before its showtime goes.
  await new Promise((resolve) => setImmediate(resolve));
  for (const id of others) await small.showtimes.read(id);
  await other.showtimes.execute(showtimeId, release(1), guest);
  acknowledgements.shift()?.();
  expect((await first).outcome).toBe('done');
  await expect.poll(() => acknowledgements.length).toBe(1);
  acknowledgements.shift()?.();
  expect((await second).outcome).toBe('done');
});

it('keeps what it created, and hears of it', async () => {
  const log = createMemoryLog();
  const other = await node(log);
  let reads = 0;
  const one = await node(log, {
    wrap: (store) => ({
      ...around(store, (request, inner) => inner.append(request)),
      readStream: (stream, range) => {
        reads += 1;
        return store.readStream(stream, range);
      },
    }),
  });
  await schedule(one, showtimeId);
  await other.showtimes.execute(showtimeId, hold(1, 'A1'), guest);
  const { position } = await other.showtimes.read(showtimeId);
  await one.tail.waitFor(position, 1_000);
  const { state } = await one.showtimes.read(showtimeId);
  expect(state.status === 'none' ? undefined : heldIn(state.inventory)).toEqual([uuid(1)]);
  expect(reads).toBe(1);
});

it('is not kept from reading on by a wall clock that steps back', async () => {
  const log = createMemoryLog();
  let wallMs = onSaleMs;
  let steadyMs = 0;
  const clock = { nowMs: () => wallMs, steadyMs: () => steadyMs };
  const one = await node(log, { clock });
  const deaf = await node(log, {
    clock,
    wrap: (store) => ({
      ...around(store, (append, inner) => inner.append(append)),
      subscribe: () => ({ close: () => Promise.resolve() }),
    }),
  });
  await schedule(one, showtimeId);
  await one.showtimes.execute(showtimeId, hold(1, 'A1'), guest);
  expect((await deaf.showtimes.execute(showtimeId, hold(2, 'A1'), guest)).outcome).toBe('rejected');
  await one.showtimes.execute(showtimeId, release(1), guest);
  wallMs -= 3_600_000;
  steadyMs += 251;
  expect((await deaf.showtimes.execute(showtimeId, hold(3, 'A1'), guest)).outcome).toBe('done');
});
