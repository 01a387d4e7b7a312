import { expect, it } from 'vitest';
import { holdFaults } from '../../bench/checkedHolds.ts';

const acknowledged = (owner: string, seatId: string, released = false) => ({
  showtimeId: 's',
  owner,
  seatIds: [seatId],
  released,
});
const held = (seatId: string, owner: string) => ({ showtimeId: 's', seatId, owner });

it.each([
  [
    'each has its seat',
    [acknowledged('1', 'A1'), acknowledged('2', 'A2')],
    [held('A1', '1'), held('A2', '2')],
    [],
  ],
  [
    'a hold given back may have lost its seat',
    [acknowledged('1', 'A1', true), acknowledged('2', 'A1')],
    [held('A1', '2')],
    [],
  ],
  [
    'a seat acknowledged twice',
    [acknowledged('1', 'A1'), acknowledged('2', 'A1')],
    [held('A1', '2')],
    ['s A1 was acknowledged for 1 and belongs to 2', 's A1 was acknowledged for 1 and for 2'],
  ],
  [
    'a hold that was lost',
    [acknowledged('1', 'A1')],
    [],
    ['s A1 was acknowledged for 1 and belongs to nobody'],
  ],
])('%s', (_what, acknowledgedHolds, heldSeats, faults) => {
  expect(holdFaults(acknowledgedHolds, heldSeats)).toEqual(faults);
});
