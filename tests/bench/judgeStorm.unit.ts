import { expect, it } from 'vitest';
import { stormFaults } from '../../bench/storm/judgeStorm.ts';

const nowMs = Date.parse('2026-12-01T12:00:00.000Z');
const later = '2026-12-01T12:00:01.000Z';
const earlier = '2026-12-01T11:59:59.000Z';
const stream = 'showtime-s';

const purchase = (holdId: string, seatId: string, more: object = {}) => ({
  ...{ holdId, holdToken: 't', seatIds: [seatId], expiresAtMs: Date.parse(later), isReleased: false },
  ...more,
});
const event = (type: string, data: object, at = earlier) => ({ position: '1', stream, type, at, data });
const hall = event('ShowtimeScheduled', { seats: [{ id: 'A1' }, { id: 'A2' }] });
const held = (holdId: string, id: string) => event('SeatsHeld', { holdId, seats: [{ id }] });
const booked = (holdId: string, id: string) =>
  event('SeatsBooked', { holdId, bookingId: `b${holdId}`, seatIds: [id] });
const expired = (holdId: string, id: string, at: string) =>
  event('HoldExpired', { holdId, seatIds: [id] }, at);
const confirmed = (holdId: string) => ({ booking: { id: `b${holdId}`, access: 'a', isConfirmed: true } });

it.each([
  [
    'each has what was acknowledged',
    [purchase('1', 'A1', confirmed('1')), purchase('2', 'A2')],
    [hall, held('1', 'A1'), booked('1', 'A1'), held('2', 'A2')],
    [],
  ],
  [
    'a hold whose end has come may be over',
    [purchase('1', 'A1', { expiresAtMs: nowMs }), purchase('2', 'A1')],
    [hall, held('1', 'A1'), expired('1', 'A1', '2026-12-01T12:00:00.000Z'), held('2', 'A1')],
    [],
  ],
  [
    'a booking that is lost',
    [purchase('1', 'A1', confirmed('1'))],
    [hall, held('1', 'A1')],
    ['s A1 was acknowledged for b1 and belongs to 1'],
  ],
  [
    'a hold that ran out too early',
    [purchase('1', 'A1')],
    [hall, held('1', 'A1'), expired('1', 'A1', earlier)],
    [
      's A1 was acknowledged for 1 and belongs to nobody',
      'hold 1 ran out at 2026-12-01T11:59:59.000Z, before 2026-12-01T12:00:01.000Z',
    ],
  ],
  [
    'a log in which a seat has two owners',
    [],
    [hall, held('1', 'A1'), held('2', 'A1')],
    ['SeatsHeld of A1: expected {"letter":"A"}, is {"letter":"H","owner":"1"}'],
  ],
])('%s', (_what, purchases, log, faults) => {
  expect(stormFaults('s', purchases, new Map([[stream, log]]), nowMs)).toEqual(faults);
});
