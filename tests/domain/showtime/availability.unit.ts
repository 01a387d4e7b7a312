import { expect, it } from 'vitest';
import { availabilityOf } from '../../../src/domain/showtime/availability.ts';

it.each([
  ['on-sale', 100, 'plenty', 100],
  ['on-sale', 11, 'plenty', 11],
  ['on-sale', 10, 'few', 10],
  ['on-sale', 0, 'sold-out', 0],
  ['closed', 50, 'plenty', 50],
  ['cancelled', 100, 'sold-out', 0],
] as const)('%s with %i of 100 seats free is %s', (status, free, availability, availableSeats) => {
  expect(availabilityOf({ status }, free, 100)).toEqual({ availability, availableSeats });
});
