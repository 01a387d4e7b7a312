import { z } from 'zod';
import { idSchema, seatIdSchema } from '../../domain/kernel/ids.ts';
import { moneySchema } from '../../domain/kernel/money.ts';
import { staleField } from './stale.ts';

export const idParams = z.strictObject({ id: idSchema });

const pageLimitDefault = 20;
const pageLimitMax = 100;

/** Numbers in a query arrive as text. */
const digits = /^[0-9]{1,9}$/;
export const queryInteger = (min: number, max: number) =>
  z
    .string()
    .regex(digits, 'a whole number')
    .describe(`${min} to ${max}`)
    .transform(Number)
    .pipe(z.int().min(min).max(max));

export const pageQuery = {
  limit: queryInteger(1, pageLimitMax).default(pageLimitDefault),
  cursor: z.string().min(1).max(512).exactOptional(),
};

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable(), ...staleField });

export const moneyShown = moneySchema
  .extend({ amount: z.int().describe('minor units') })
  .meta({ id: 'Money' });

const degrees = /^-?[0-9]{1,3}(\.[0-9]{1,12})?$/;
export const nearQuery = z
  .string()
  .regex(new RegExp(`${degrees.source.slice(0, -1)},${degrees.source.slice(1)}`), 'lat,lng in degrees')
  .transform((text) => {
    const [lat = 0, lng = 0] = text.split(',').map(Number);
    return { lat, lng };
  })
  .pipe(z.strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }));

export const distinctSeats = (max: number) =>
  z
    .array(seatIdSchema)
    .min(1)
    .max(max)
    .superRefine((seatIds, context) => {
      const seen = new Set<string>();
      for (const [index, id] of seatIds.entries()) {
        if (seen.has(id)) context.addIssue({ code: 'custom', path: [index], message: 'the same seat twice' });
        seen.add(id);
      }
    });

export const reasonSchema = z.string().min(1).max(500);

const dateTime = z.iso.datetime({ offset: true });

/** An instant as callers write one: with any offset, milliseconds or not, in large or small letters. */
export const anyInstant = z.string().toUpperCase().check(dateTime);

/** The same, as the instant in UTC with milliseconds. The plus of an offset that was not encoded arrives as a space. */
export const instantQuery = z
  .string()
  .overwrite((text) => text.replace(/ (?=\d{2}:\d{2}$)/, '+'))
  .toUpperCase()
  .check(dateTime)
  .transform((text) => new Date(text).toISOString());

/** A PUT may send what was read: fields that no edit changes are accepted and dropped. */
export const withReadOnly = <Shape extends z.ZodRawShape, Shown extends z.ZodRawShape>(
  editable: z.ZodObject<Shape>,
  shown: Shown,
) => {
  const readOnly = z.strictObject({ ...shown, ...staleField }).partial().shape;
  return z.strictObject({ ...editable.shape, ...readOnly }).transform((body) => editable.strip().parse(body));
};

/** The body may be left out; then it is null. */
export const noBody = z.strictObject({}).nullish();

export const problemShown = z
  .looseObject({
    type: z.string().describe('ends in the name of the problem'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    requestId: z.string(),
  })
  .describe('application/problem+json');

export const replyToWrite = 'Carries `Marquee-Position`; a replay also `Idempotency-Replayed: true`.';
