/** A row of the availability model holds what an event told, which may be more than the facts of a showtime. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { showtimeFactsSchema } from '../../../src/domain/showtime/events.ts';
import { standingOfRow } from '../../../src/projections/availability/standingRows.ts';
import { scheduledData } from '../../support/showtimes.ts';

it('reads the facts and leaves the rest', () => {
  const { seats, ...told } = scheduledData();
  const facts = z.object(showtimeFactsSchema.shape).parse(told);
  const row = {
    facts: { ...facts, focalPoint: { x: 1, y: 2 } },
    status: 'on-sale',
    version: 1,
    seat_types: ['regular'],
    total_seats: seats.length,
    available_seats: seats.length,
    cancelled_why: null,
  };
  expect(standingOfRow(row).facts).toEqual(facts);
});
