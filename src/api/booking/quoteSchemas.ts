import { z } from 'zod';
import { instantSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { ticketTypeSchema } from '../../domain/pricing/terms.ts';
import { moneyShown } from '../http/schemas.ts';
import { extrasAsked } from './schemas.ts';

/** `ticketTypes` are those of the hold where absent. */
export const holdQuoteBody = z
  .strictObject({ ticketTypes: z.record(seatIdSchema, ticketTypeSchema).exactOptional(), ...extrasAsked })
  .nullish();

export const holdQuoteShown = z
  .strictObject({
    lines: z.array(
      z.strictObject({
        kind: z.enum(['seat', 'discount', 'add-on', 'fee', 'tax']),
        label: z.string(),
        seatId: seatIdSchema.exactOptional(),
        amount: moneyShown,
      }),
    ),
    total: moneyShown,
    tenders: z.array(z.strictObject({ kind: z.string(), amount: moneyShown })).describe('none are taken yet'),
    due: moneyShown,
    refundTerms: z.array(z.strictObject({ until: instantSchema, percent: z.int() })),
  })
  .meta({ id: 'HoldQuote' });
