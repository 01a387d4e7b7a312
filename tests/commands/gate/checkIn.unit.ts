/** The gate over a log in memory: codes as they are signed, bookings as they are decided, gates on two nodes. */
import { setTimeout as pause } from 'node:timers/promises';
import { v7 } from 'uuid';
import { afterEach, expect, it } from 'vitest';
import { createTicketKeys } from '../../../src/adapters/keys/ticketKeys.ts';
import {
  createMemoryLog,
  type MemoryLog,
  openMemoryEventStore,
} from '../../../src/adapters/memory/MemoryEventStore.ts';
import { openMemoryKeyStore } from '../../../src/adapters/memory/MemoryKeyStore.ts';
import { openLogTail } from '../../../src/commands/engine/LogTail.ts';
import type { CommandContext } from '../../../src/commands/engine/Outcome.ts';
import { type CheckInRequest, checkIn } from '../../../src/commands/gate/checkIn.ts';
import { createRunners } from '../../../src/commands/runners.ts';
import { createTheaterTexts } from '../../../src/commands/theater/theaterTexts.ts';
import { type BookingEvent, bookingEvents } from '../../../src/domain/booking/events.ts';
import { ticketClaims } from '../../../src/domain/ticket/ticketClaims.ts';
import { bookingId, cancelled, confirmedHistory, folded, reference } from '../../domain/ticket/tickets.ts';
import { guest, keyed, silent, slow, testClock } from '../../support/nodes.ts';
import { iso, minutes, showtimeId, startsAtMs, uuid } from '../../support/showtimes.ts';

const codes = createTicketKeys(new Uint8Array(32).fill(3));
const doorsMs = startsAtMs - minutes(20);
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const codeOf = async (...more: readonly BookingEvent[]): Promise<string> => {
  const claims = ticketClaims(folded(...more));
  if (claims === undefined) throw new Error('no ticket');
  return codes.signTicket(claims);
};

const written = async (log: MemoryLog, ...events: readonly BookingEvent[]): Promise<void> => {
  const store = openMemoryEventStore({ log });
  const metadata = { correlationId: 'test', causationId: 'test', actor: guest.actor };
  const stored = events.map((event) => ({
    id: v7(),
    version: bookingEvents[event.type].version,
    at: iso(doorsMs),
    metadata,
    ...event,
  }));
  await store.append({ stream: `booking-${bookingId}`, expected: 'any', events: stored });
  await store.close();
};

type Scan = Omit<CheckInRequest, 'checkinId' | 'scanId'>;

/** A node's gate. */
const gateAt = async (log: MemoryLog, clock = testClock(doorsMs)) => {
  const plain = openMemoryEventStore({ log });
  const events = slow(plain, 4);
  const tail = await openLogTail(events, clock, (error) => {
    throw error;
  });
  open.push({ close: () => tail.close().then(() => plain.close()) });
  const commands = createRunners({ events, tail, clock, ids: { next: v7 }, logger: silent }, 10);
  const texts = createTheaterTexts(openMemoryKeyStore());
  const deps = { codes, commands, texts, clock };
  const gate = (request: Scan, context: CommandContext = guest) =>
    checkIn(deps, { checkinId: v7(), scanId: v7(), ...request }, context);
  return Object.assign(gate, { deps, commands });
};

const confirmed = async (...more: readonly BookingEvent[]): Promise<MemoryLog> => {
  const log = createMemoryLog();
  await written(log, ...confirmedHistory, ...more);
  return log;
};

it('lets in once, and tells the second time when and where the first was', async () => {
  const clock = testClock(doorsMs);
  const gate = await gateAt(await confirmed(), clock);
  const code = await codeOf();
  expect(await gate({ code, showtimeId, where: 'Hall 5, left' })).toEqual({
    outcome: 'admitted',
    checkinId: expect.any(String),
    bookingId,
    reference,
    seatIds: ['B1', 'A1', 'A2'],
    admittedAt: iso(doorsMs),
    position: expect.any(String),
    replayed: false,
  });
  clock.advance(minutes(1));
  expect(await gate({ code })).toEqual({
    outcome: 'rejected',
    rejection: {
      reason: 'AlreadyInside',
      admittedAt: iso(doorsMs),
      seatIds: ['B1', 'A1', 'A2'],
      where: 'Hall 5, left',
    },
  });
});

it('gives a repeat of the same request its first answer', async () => {
  const clock = testClock(doorsMs);
  const gate = await gateAt(await confirmed(), clock);
  const code = await codeOf();
  const first = await gate({ code }, keyed('one'));
  clock.advance(minutes(1));
  expect(await gate({ code }, keyed('one'))).toEqual({ ...first, replayed: true });
  expect(await gate({ code }, keyed('one', 'other'))).toEqual({ outcome: 'key-reused' });
});

it('says the same long after the show: the first answer to a repeat, and that they were let in to anybody else', async () => {
  const clock = testClock(doorsMs);
  const gate = await gateAt(await confirmed(), clock);
  const code = await codeOf();
  const first = await gate({ code, where: 'Hall 5' }, keyed('one'));
  clock.advance(minutes(7 * 24 * 60));
  expect(await gate({ code, where: 'Hall 5' }, keyed('one'))).toEqual({ ...first, replayed: true });
  const refused = {
    outcome: 'rejected',
    rejection: {
      reason: 'AlreadyInside',
      admittedAt: iso(doorsMs),
      seatIds: ['B1', 'A1', 'A2'],
      where: 'Hall 5',
    },
  };
  expect([await gate({ code }), await gate({ code }, keyed('two'))]).toEqual([refused, refused]);
});

it.each([0, 1, 3, 6])('lets in once at gates of two nodes, %i ms apart', async (apartMs) => {
  const log = await confirmed();
  const gates = [await gateAt(log), await gateAt(log)];
  const code = await codeOf();
  const outcomes = await Promise.all(
    gates.map(async (gate, place) => {
      await pause(place * apartMs);
      return gate({ code });
    }),
  );
  expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['admitted', 'rejected']);
  const stored = log.streams.get(`booking-${bookingId}`) ?? [];
  expect(stored.filter(({ type }) => type === 'TicketAdmitted')).toHaveLength(1);
});

it('lets an older code in for the seats that are left', async () => {
  const before = await codeOf();
  const gate = await gateAt(await confirmed(cancelled(1, 'A1')));
  expect(await gate({ code: before })).toEqual({
    outcome: 'admitted',
    checkinId: expect.any(String),
    bookingId,
    reference,
    seatIds: ['B1', 'A2'],
    admittedAt: iso(doorsMs),
    position: expect.any(String),
    replayed: false,
  });
});

it.each<[string, CheckInRequest['showtimeId'], readonly BookingEvent[], object]>([
  ['another showtime', uuid(99), [], { reason: 'WrongShowtime', showtimeId }],
  [
    'a cancelled booking',
    showtimeId,
    [cancelled(1, 'A1', 'A2', 'B1'), { type: 'BookingCancelled', data: {} }],
    { reason: 'NotConfirmed', bookingStatus: 'cancelled' },
  ],
])('refuses %s', async (_name, wanted, more, rejection) => {
  const gate = await gateAt(await confirmed(...more));
  const request = { code: await codeOf(), ...(wanted === undefined ? {} : { showtimeId: wanted }) };
  expect(await gate(request)).toEqual({ outcome: 'rejected', rejection });
});

it('refuses what we never signed, what is over, and what the log does not know', async () => {
  const clock = testClock(doorsMs);
  const gate = await gateAt(await confirmed(), clock);
  const code = await codeOf();
  const invalid = (why: string) => ({ outcome: 'rejected', rejection: { reason: 'InvalidTicket', why } });
  expect(await gate({ code: 'nonsense' })).toEqual(invalid('malformed'));
  const forger = createTicketKeys(new Uint8Array(32).fill(4));
  const claims = ticketClaims(folded());
  expect(claims && (await gate({ code: await forger.signTicket(claims) }))).toEqual(invalid('bad-signature'));
  const elsewhere = await gateAt(createMemoryLog());
  expect(await elsewhere({ code })).toEqual(invalid('unknown-booking'));
  clock.advance(minutes(20 + 120 + 120));
  expect(await gate({ code })).toEqual(invalid('expired'));
});
