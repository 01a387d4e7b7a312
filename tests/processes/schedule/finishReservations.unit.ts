/** What becomes of a slot whose showtime never came, when the showtime could not begin any more. */
import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  createMemoryLog,
  type MemoryLog,
  openMemoryEventStore,
} from '../../../src/adapters/memory/MemoryEventStore.ts';
import { openLogTail } from '../../../src/commands/engine/LogTail.ts';
import { createRunners } from '../../../src/commands/runners.ts';
import { finishReservations } from '../../../src/processes/schedule/finishReservations.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { guest, silent, testClock } from '../../support/nodes.ts';
import { iso, minutes, onSale, onSaleMs, startsAtMs, usd, uuid } from '../../support/showtimes.ts';

const hallId = uuid(0x4a);
const showtimeId = uuid(0x500);
const slot = {
  ...{ showtimeId, movieId: uuid(0xa), theaterId: uuid(0xb), hallId, startsAt: iso(startsAtMs) },
  ...{ endsAt: iso(startsAtMs + minutes(120)), cleaningMs: minutes(20), layoutVersion: 1 },
  ...{ basePrice: usd(1_250), format: '2D', language: 'en' },
};

let log: MemoryLog;
let close: () => Promise<void>;
let opened: Awaited<ReturnType<typeof open>>;

const open = async () => {
  log = createMemoryLog();
  const clock = testClock(onSaleMs);
  const events = openMemoryEventStore({ log });
  const tail = await openLogTail(events, clock, (error) => {
    throw error;
  });
  close = async () => {
    await tail.close();
    await events.close();
  };
  const ids = { next: v7 };
  const commands = createRunners({ events, tail, clock, ids, logger: silent }, 10);
  const cause = { id: uuid(0x1), correlationId: 'test' };
  const unfinished = async () => [{ ...slot, reservedAt: iso(onSaleMs), cause }];
  const logger = { ...silent, info: () => undefined };
  const job = finishReservations({ unfinished, commands, clock, ids, logger });
  return { events, clock, commands, job };
};

const freed = () =>
  (log.streams.get(`schedule-${hallId}`) ?? []).filter(({ type }) => type === 'SlotFreed').length;

beforeEach(async () => {
  opened = await open();
  const reserved = await opened.commands.schedules.execute(hallId, { type: 'ReserveSlot', ...slot }, guest);
  expect(reserved.outcome).toBe('done');
  opened.clock.advance(startsAtMs - onSaleMs);
});
afterEach(() => close());

it('is freed', async () => {
  await opened.job.pass();
  expect(freed()).toBe(1);
});

it('keeps its time when the log has the showtime, whatever the read model says', async () => {
  await appendEvents(opened.events, `showtime-${showtimeId}`, ...onSale({ showtimeId, hallId }));
  await opened.job.pass();
  expect(freed()).toBe(0);
});
