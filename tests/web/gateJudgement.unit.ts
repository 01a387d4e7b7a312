import { expect, it } from 'vitest';
import type { Kit } from '../../web/src/features/gate/kit/Kit.ts';
import { judgeTicket } from '../../web/src/features/gate/scan/judgeTicket.ts';
import type { Scan, Ticket } from '../../web/src/features/gate/scan/Scan.ts';

const nowMs = Date.parse('2026-11-29T19:00:00.000Z');
const at = (minutes: number): string => new Date(nowMs + minutes * 60_000).toISOString();

const show = (id: string, startsIn: number, bookings: Kit['shows'][number]['bookings'] = []) => ({
  ...{ id, title: 'Playtime', hall: 'One', bookings },
  startsAt: at(startsIn),
  endsAt: at(startsIn + 120),
});
const kit: Kit = {
  ...{ theaterId: 't', theater: 'Arcadia', timeZone: 'UTC', opensBeforeMs: 3_600_000, keys: [] },
  shows: [
    show('now', 30, [
      { bookingId: 'ada', status: 'confirmed', seatIds: ['A1', 'A2'], admittedSeatIds: [] },
      { bookingId: 'bob', status: 'confirmed', seatIds: ['B1', 'B2'], admittedSeatIds: ['B1'] },
      { bookingId: 'cy', status: 'cancelled', seatIds: [], admittedSeatIds: [] },
      { bookingId: 'di', status: 'payment_pending', seatIds: [], admittedSeatIds: [] },
    ]),
    show('later', 180),
    show('over', -180),
  ],
  fetchedAt: at(-10),
};
const ticket = (bookingId: string, seatIds: readonly string[], more: Partial<Ticket> = {}): Ticket => ({
  ...{ bookingId, reference: 'AB12', showtimeId: 'now', seatIds, exp: nowMs / 1_000 + 9_000 },
  ...more,
});
const scanOf = (bookingId: string, seatIds: readonly string[]): Scan => ({
  ...{ id: 'one', code: 'a.b.c', bookingId, reference: 'AB12', seatIds },
  ...{ scannedAt: at(-5), state: 'waiting' },
});
const judge = (asked: Ticket | undefined, scans: readonly Scan[] = [], onlyShow?: string) =>
  judgeTicket(asked, { kit, scans, onlyShow, nowMs });

it('lets in what the list has, and what was bought since', () => {
  const known = { tone: 'in', showtimeId: 'now', isOffline: true };
  expect(judge(ticket('ada', ['A1', 'A2']))).toEqual({ ...known, seatIds: ['A1', 'A2'] });
  expect(judge(ticket('bob', ['B1', 'B2']))).toEqual({ ...known, seatIds: ['B2'] });
  expect(judge(ticket('new', ['E1']))).toEqual({ ...known, seatIds: ['E1'], isNew: true });
  expect(judge(ticket('di', ['D1']))).toEqual({ ...known, seatIds: ['D1'], isNew: true });
});

it('lets in no seat twice', () => {
  const scans = [scanOf('ada', ['A1', 'A2'])];
  expect(judge(ticket('ada', ['A1', 'A2']), scans)).toEqual({
    ...{ tone: 'out', why: 'already-admitted', showtimeId: 'now' },
    at: at(-5),
  });
  expect(judge(ticket('bob', ['B1', 'B2']), [scanOf('bob', ['B2'])]).tone).toBe('out');
  expect(judge(ticket('ada', ['A1', 'A2']), [scanOf('ada', ['A1'])])).toEqual({
    ...{ tone: 'in', showtimeId: 'now', isOffline: true },
    seatIds: ['A2'],
  });
});

it.each([
  ['invalid-ticket', undefined],
  ['expired', ticket('ada', ['A1'], { exp: nowMs / 1_000 })],
  ['expired', ticket('ada', ['A1'], { showtimeId: 'over' })],
  ['other-day', ticket('ada', ['A1'], { showtimeId: 'elsewhere' })],
  ['too-early', ticket('ada', ['A1'], { showtimeId: 'later' })],
  ['not-confirmed', ticket('cy', ['C1'])],
  ['not-confirmed', ticket('ada', ['A9'])],
])('refuses what is %s', (why, asked) => {
  const verdict = judge(asked);
  expect([verdict.tone, 'why' in verdict ? verdict.why : undefined]).toEqual(['out', why]);
});

it('refuses another show at a gate for one', () => {
  const verdict = judge(ticket('ada', ['A1']), [], 'later');
  expect(verdict).toEqual({ tone: 'out', why: 'wrong-showtime', showtimeId: 'now' });
});
