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
    due: async (_nowMs, limit) =>
      list()
        .slice(0, limit)
        .map((showtimeId) => ({ showtimeId, cause })),
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
      return asked.length > 4
        ? []
        : Array.from({ length: limit }, () => ({ showtimeId: showtimeIds[0] ?? '', cause }));
    },
    dueKnows: async () => undefined,
    showtimes: node.showtimes,
    ...{ clock, ids },
  });
  for (let pass = 0; pass < 6; pass += 1) await job.pass();
  expect(asked).toEqual([500, 1_000, 2_000, 4_000, 4_000, 500]);
});
