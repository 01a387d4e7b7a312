import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema, seatIdSchema } from '../kernel/ids.ts';
import { sealedTextSchema } from '../kernel/sealedText.ts';

export const refusedScanWhySchema = z.enum([
  'already-admitted',
  'conflict',
  'invalid-ticket',
  'not-confirmed',
  'scan-not-usable',
  'too-early',
  'unknown-seat',
  'wrong-showtime',
]);

export const gateEvents = {
  ScanRefused: defineEvent(
    'ScanRefused',
    'A gate of this showtime scanned a code, and admission was refused.',
    z.strictObject({
      scanId: idSchema,
      why: refusedScanWhySchema.describe(
        'conflict: an offline gate had let in seats that were admitted elsewhere',
      ),
      scannedAt: instantSchema,
      offline: z.literal(true).exactOptional(),
      bookingId: idSchema.exactOptional().describe('absent when the code is not one of ours'),
      reference: z.string().min(1).max(32).exactOptional(),
      seatIds: z.array(seatIdSchema).min(1).max(100).exactOptional().describe('those that were asked for'),
      where: sealedTextSchema.exactOptional().describe('the name of the gate'),
    }),
  ),
} as const;

export type GateEvent = EventOf<(typeof gateEvents)[keyof typeof gateEvents]>;
export type RefusedScan = GateEvent['data'];
