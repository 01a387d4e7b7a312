/** What a node refuses without waiting, and when it has to ask more than its memory. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMemoryLog, type MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { CommandContext } from '../../../src/commands/engine/Outcome.ts';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import { around, guest, keyed, openShowtimeNode, testClock } from '../../support/nodes.ts';
import { bookingOf, onSaleMs, scheduledData, showtimeId, uuid } from '../../support/showtimes.ts';

type Node = Awaited<ReturnType<typeof openShowtimeNode>>;

let log: MemoryLog;
let clock: ReturnType<typeof testClock>;
const open: Node[] = [];

beforeEach(() => {
  log = createMemoryLog();
  clock = testClock(onSaleMs);
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const openNode = async (options: Parameters<typeof openShowtimeNode>[1] = {}): Promise<Node> => {
  const opened = await openShowtimeNode(log, { clock, ...options });
  open.push(opened);
  return opened;
};
const hold = (n: number, seatId: string): ShowtimeCommand => ({
  type: 'HoldSeats',
  holdId: uuid(n),
  bookingId: bookingOf(uuid(n)),
  selection: { kind: 'named', seatIds: [seatId], ticketTypes: {} },
});
const ask = (node: Node, command: ShowtimeCommand, context: CommandContext = guest) =>
  node.showtimes.execute(showtimeId, command, context);
const atOnce = (node: Node, command: ShowtimeCommand, context: CommandContext = guest) =>
  node.showtimes.refusal(showtimeId, command, context);
const taken = { reason: 'SeatsUnavailable', unavailable: ['A1'] };

/** Opens a node, holds seat A1 on it and tries to hold A1 once more, so that the latest command of the showtime is a refused one. */
const soldOut = async (options: Parameters<typeof openShowtimeNode>[1] = {}): Promise<Node> => {
  const node = await openNode(options);
  await ask(node, { type: 'ScheduleShowtime', ...scheduledData() });
  await ask(node, hold(1, 'A1'));
  expect(await ask(node, hold(2, 'A1'))).toEqual({ outcome: 'rejected', rejection: taken });
  return node;
};

it('refuses a taken seat from memory, and nothing that would be granted', async () => {
  const node = await soldOut();
  const appended = log.events.length;
  expect(atOnce(node, hold(3, 'A1'))).toEqual(taken);
  expect(atOnce(node, hold(3, 'A3'))).toBeUndefined();
  expect(log.events.length).toBe(appended);
});

it('decides nothing twice while what was asked last was granted', async () => {
  const node = await soldOut();
  expect((await ask(node, hold(3, 'A3'))).outcome).toBe('done');
  expect(atOnce(node, hold(4, 'A1'))).toBeUndefined();
});

it('leaves to the log what may be a repeat, and what is refused for another reason', async () => {
  const node = await soldOut();
  expect(atOnce(node, hold(3, 'A1'), keyed('key'))).toBeUndefined();
  expect(atOnce(node, hold(3, 'Z9'))).toBeUndefined();
  expect(node.showtimes.refusal(uuid(99), hold(3, 'A1'), guest)).toBeUndefined();
});

it('decides at the time of the request', async () => {
  const node = await soldOut();
  clock.advance(11 * 60_000);
  await node.tail.confirmNow();
  expect(atOnce(node, hold(3, 'A1'))).toBeUndefined();
});

it('asks the log when it has not been read for a quarter of a second', async () => {
  const node = await soldOut();
  clock.advance(250);
  expect(atOnce(node, hold(3, 'A1'))).toEqual(taken);
  clock.advance(1);
  expect(atOnce(node, hold(3, 'A1'))).toBeUndefined();
  await node.tail.confirmFresh();
  expect(atOnce(node, hold(3, 'A1'))).toEqual(taken);
});

it('asks the log where a read may come from an old one', async () => {
  const old = { readsAreCurrent: false };
  const node = await soldOut({
    wrap: (store) => ({ ...around(store, (append, inner) => inner.append(append)), ...old }),
  });
  expect(atOnce(node, hold(3, 'A1'))).toBeUndefined();
});

it('knows a state without waiting only while it has heard all of its stream', async () => {
  const node = await soldOut({ residentsMax: 1 });
  expect(node.showtimes.known(showtimeId)).toEqual(await node.showtimes.read(showtimeId));
  expect(node.showtimes.known(uuid(99))).toBeUndefined();
  const pushedOut = { ...scheduledData(), showtimeId: uuid(98) };
  await node.showtimes.execute(uuid(98), { type: 'ScheduleShowtime', ...pushedOut }, guest);
  expect(node.showtimes.known(showtimeId)).toBeUndefined();
  expect(atOnce(node, hold(3, 'A1'))).toBeUndefined();
});
