import { z } from 'zod';
import { refusedScanWhySchema } from '../../domain/gate/events.ts';
import { idSchema, instantSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { bookingStatuses } from '../booking/schemas.ts';
import { anyInstant, distinctSeats, pageQuery, reasonSchema } from '../http/schemas.ts';

const seatIds = z.array(seatIdSchema);
const where = z.string().min(1).max(100).exactOptional().describe("the gate's name");

export const checkInBody = z.strictObject({
  code: z.string().min(1).max(4_096).describe('as scanned'),
  showtimeId: idSchema.exactOptional().describe('the only one that this gate admits to'),
  seatIds: distinctSeats(100).exactOptional().describe('absent: all that are not yet admitted'),
  scannedAt: anyInstant
    .exactOptional()
    .describe(
      'when a gate without a network scanned it, at most 24 hours ago; decides instead of the present time',
    ),
  where,
});

export const deskCheckInBody = z
  .strictObject({
    seatIds: distinctSeats(100).exactOptional().describe('absent: all that are not yet admitted'),
  })
  .nullish();

export const admittedShown = z.strictObject({
  checkinId: idSchema
    .exactOptional()
    .describe('absent only in a repeat of an admission of before there were ids'),
  bookingId: idSchema,
  reference: z.string(),
  seatIds: seatIds.describe('of this admission'),
  admittedAt: instantSchema,
});

export const checkinParams = z.strictObject({ checkinId: idSchema });

export const undoBody = z.strictObject({
  reason: reasonSchema.describe("kept under the theater's key"),
});

export const undoneShown = z.strictObject({
  checkinId: idSchema,
  bookingId: idSchema,
  reference: z.string(),
  seatIds: seatIds.describe('which may be admitted again'),
});

export const ofShowtimeQuery = z.strictObject({
  showtimeId: idSchema,
  ...pageQuery,
});

export const failedScanShown = z.strictObject({
  scanId: idSchema,
  why: refusedScanWhySchema.describe(
    'conflict: an offline gate had let in seats that were admitted elsewhere',
  ),
  scannedAt: instantSchema,
  offline: z.boolean(),
  bookingId: idSchema.exactOptional(),
  reference: z.string().exactOptional(),
  seatIds: seatIds.exactOptional(),
  where,
});

export const expectedShown = z.strictObject({
  bookingId: idSchema,
  status: z.enum(bookingStatuses),
  seatIds: seatIds.describe('that the ticket opens'),
  admittedSeatIds: seatIds.describe('that are inside'),
});
