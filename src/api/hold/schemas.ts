import { z } from 'zod';
import { idSchema, instantSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { ticketTypeSchema } from '../../domain/pricing/terms.ts';
import { seatTypeSchema } from '../../domain/seating/seat.ts';
import { distinctSeats, moneyShown } from '../http/schemas.ts';

export const holdParams = z.strictObject({ holdId: idSchema });

/** Above every policy's limit, so that the policy answers. */
const seatsAskedMax = 100;

const ticketTypesBySeat = z.record(seatIdSchema, ticketTypeSchema);
const ticketTypesInOrder = z.array(ticketTypeSchema).max(seatsAskedMax);

/** Unlike `exactOptional`, `optional` does not try the schema of a field that is absent: most of what a hold cost to check. */
export const holdBody = z
  .strictObject({
    seatIds: distinctSeats(seatsAskedMax).optional(),
    bestAvailable: z
      .strictObject({ count: z.int().min(1).max(seatsAskedMax), seatType: seatTypeSchema.exactOptional() })
      .optional(),
    ticketTypes: z.union([ticketTypesBySeat, ticketTypesInOrder]).optional(),
  })
  .superRefine(({ seatIds, bestAvailable, ticketTypes: types }, context) => {
    const fault = (path: string[], message: string): void =>
      context.addIssue({ code: 'custom', path, message });
    if ((seatIds === undefined) === (bestAvailable === undefined)) {
      fault(
        [seatIds === undefined ? 'seatIds' : 'bestAvailable'],
        'exactly one of seatIds and bestAvailable',
      );
    }
    if (types === undefined) return;
    if (Array.isArray(types)) {
      if (bestAvailable === undefined) fault(['ticketTypes'], 'with seatIds: an object by seat id');
      else if (types.length !== bestAvailable.count) fault(['ticketTypes'], 'one for each seat');
    } else if (seatIds === undefined) fault(['ticketTypes'], 'with bestAvailable: an array');
    else {
      for (const id of Object.keys(types)) {
        if (!seatIds.includes(id)) fault(['ticketTypes', id], 'not one of seatIds');
      }
    }
  })
  .meta({ examples: [{ seatIds: ['A1', 'A2'], ticketTypes: { A2: 'child' } }] });

export const swapBody = z
  .strictObject({
    seatIds: distinctSeats(seatsAskedMax),
    ticketTypes: ticketTypesBySeat.exactOptional(),
  })
  .superRefine(({ seatIds, ticketTypes: types = {} }, context) => {
    for (const id of Object.keys(types)) {
      if (seatIds.includes(id)) continue;
      context.addIssue({ code: 'custom', path: ['ticketTypes', id], message: 'not one of seatIds' });
    }
  })
  .meta({ examples: [{ seatIds: ['A3', 'A4'] }] });

export const holdShown = z
  .strictObject({
    holdId: idSchema,
    bookingId: idSchema,
    showtimeId: idSchema,
    seats: z.array(
      z.strictObject({
        id: seatIdSchema,
        type: seatTypeSchema,
        ticketType: ticketTypeSchema,
        price: moneyShown,
      }),
    ),
    total: moneyShown,
    expiresAt: instantSchema,
    revision: z.int(),
    warnings: z.array(z.strictObject({ warning: z.literal('lone-seat'), seats: z.array(seatIdSchema) })),
  })
  .meta({ id: 'Hold' });

export const newHoldShown = holdShown.extend({ holdToken: z.string() }).meta({ id: 'NewHold' });
