import { expect, it } from 'vitest';
import { seatingPlan } from '../../../src/domain/seating/SeatingPlan.ts';
import { plainHall, seat } from '../../support/showtimes.ts';

const focalPoint = { x: 3, y: 2 };
const hall = () => structuredClone(plainHall(2, 10));
const changed = (change: object) => hall().map((each, at) => (at === 4 ? { ...each, ...change } : each));

it('gives one plan for equal drawings', () => {
  expect(seatingPlan(hall(), { ...focalPoint })).toBe(seatingPlan(hall(), focalPoint));
});

it.each([
  ['id', changed({ id: 'Z1' })],
  ['row', changed({ row: 'C' })],
  ['number', changed({ number: 99 })],
  ['place', changed({ x: 5.5 })],
  ['row pitch', changed({ y: 7 })],
  ['type', changed({ type: 'premium' })],
  ['zone', changed({ zone: 'balcony' })],
  ['unit', changed({ unitId: 'A5' })],
  ['last seat', [...hall(), seat('C', 1)]],
])('gives another plan when the %s of a seat differs', (_what, seats) => {
  const plain = seatingPlan(hall(), focalPoint);
  const other = seatingPlan(seats, focalPoint);
  expect(other).not.toEqual(plain);
  expect([...other.indexOf.keys()]).toEqual(seats.map(({ id }) => id));
});

it('gives another plan for another focal point', () => {
  const plain = seatingPlan(hall(), focalPoint);
  expect(seatingPlan(hall(), { x: 3, y: 2.5 })).toEqual({ ...plain, focalPoint: { x: 3, y: 2.5 } });
});
