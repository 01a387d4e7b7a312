/** The job that records holds which ran out: in the name of what made them, and without a pause while many wait. */
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMemoryLog, type MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { expireHolds } from '../../../src/processes/showtime/expireHolds.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { openShowtimeNode, testClock } from '../../support/nodes.ts';
import { minutes, onSale, onSaleMs, seatsHeld, uuid } from '../../support/showtimes.ts';

let log: MemoryLog;
let node: Awaited<ReturnType<typeof openShowtimeNode>>;
const clock = testClock(onSaleMs + minutes(60));
const cause = { id: uuid(0xc), correlationId: 'request' };
const dueAt = (showtimeId: string) => ({ showtimeId, holds: [{ holdId: uuid(0x11), cause }] });

beforeEach(async () => {
  log = createMemoryLog();
  node = await openShowtimeNode(log, { clock });
});
afterEach(async () => await node.close());

const ids = { next: v7 };
const open = async (count: number): Promise<readonly string[]> => {
  const showtimeIds = Array.from({ length: count }, (_, place) => uuid(0x1000 + place));
  for (const showtimeId of showtimeIds) {
    const held = seatsHeld(uuid(0x11), ['A1'], onSaleMs);
    await appendEvents(node.events, `showtime-${showtimeId}`, ...onSale({ showtimeId }), held);
  }
  return showtimeIds;
};
const expired = () => log.events.filter(({ type }) => type === 'HoldExpired');
const jobOver = (list: () => readonly string[]) =>
  expireHolds({
    due: async (_nowMs, limit) => list().slice(0, limit).map(dueAt),
    dueKnows: async () => undefined,
    showtimes: node.showtimes,
    ...{ clock, ids },
  });

it('acts in the name of the event that made the hold', async () => {
  const showtimeIds = await open(1);
  expect(await jobOver(() => showtimeIds).pass()).toBeUndefined();
  expect(expired().map(({ metadata }) => metadata)).toEqual([
    { correlationId: 'request', causationId: cause.id, actor: { role: 'system' } },
  ]);
});

it('acts for each of several holds in the name of the event that made that one, in one append', async () => {
  const showtimeId = uuid(0x1000);
  const [one, other, standing] = [uuid(0x11), uuid(0x12), uuid(0x13)];
  await appendEvents(
    node.events,
    `showtime-${showtimeId}`,
    ...onSale({ showtimeId }),
    seatsHeld(one, ['A1'], onSaleMs),
    seatsHeld(other, ['A2'], onSaleMs + 1),
    seatsHeld(standing, ['A3'], clock.nowMs()),
  );
  const causes = [one, other, standing].map((holdId, place) => ({
    holdId,
    cause: { id: uuid(0xc1 + place), correlationId: `request ${place}` },
  }));
  const due = async () => [{ showtimeId, holds: causes }];
  const { showtimes } = node;
  await expireHolds({ due, dueKnows: async () => undefined, showtimes, clock, ids }).pass();
  expect(expired().map(({ data, metadata }) => [data, metadata])).toEqual(
    [one, other].map((holdId, place) => [
      { holdId, seatIds: [`A${place + 1}`] },
      { correlationId: `request ${place}`, causationId: uuid(0xc1 + place), actor: { role: 'system' } },
    ]),
  );
});

it('asks for another pass at once while the list is full, but not for one that finds nothing to do', async () => {
  const showtimeIds = await open(501);
  const stale = jobOver(() => showtimeIds);
  expect(await stale.pass()).toBe('more');
  expect(expired()).toHaveLength(500);
  expect(await stale.pass()).toBeUndefined();
  const left = () => {
    const over = new Set(expired().map(({ stream }) => stream));
    return showtimeIds.filter((showtimeId) => !over.has(`showtime-${showtimeId}`));
  };
  expect(await jobOver(left).pass()).toBeUndefined();
  expect(expired()).toHaveLength(501);
});

it('takes more in each pass while the list stays full', async () => {
  const asked: number[] = [];
  const showtimeIds = await open(1);
  const job = expireHolds({
    due: async (_nowMs, limit) => {
      asked.push(limit);
      // The first one has something to expire in the first pass; a list that is full of others is behind.
      return asked.length > 4 ? [] : Array.from({ length: limit }, () => dueAt(showtimeIds[0] ?? ''));
    },
    dueKnows: async () => undefined,
    showtimes: node.showtimes,
    ...{ clock, ids },
  });
  for (let pass = 0; pass < 6; pass += 1) await job.pass();
  expect(asked).toEqual([500, 1_000, 2_000, 4_000, 4_000, 500]);
});
