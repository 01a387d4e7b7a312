/** Validated when read, because other programs can write to Redis. */
import { z } from 'zod';
import { moneySchema } from '../../domain/kernel/money.ts';
import { seatTypeSchema } from '../../domain/seating/seat.ts';
import type { SeatMap, SeatMapChange } from '../../domain/showtime/seatMap.ts';

const letterSchema = z.enum(['A', 'H', 'B', 'X']);

const json = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'not JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

const drawingSchema = z.strictObject({
  ids: z.array(z.string()),
  rows: z.array(z.string()),
  numbers: z.array(z.int()),
  types: z.array(seatTypeSchema),
});

const storedSchema = z
  .strictObject({
    showtimeId: z.string(),
    revision: z.coerce.number().int().min(0),
    hallId: z.string(),
    layoutVersion: z.coerce.number().int().min(1),
    drawing: json(drawingSchema),
    prices: json(z.partialRecord(seatTypeSchema, moneySchema)),
    status: z.string().regex(/^[AHBX]*$/),
  })
  .refine(({ drawing, status }) =>
    [drawing.ids, drawing.rows, drawing.numbers, drawing.types].every(
      ({ length }) => length === status.length,
    ),
  );

const changeSchema = json(
  z.strictObject({
    showtimeId: z.string(),
    after: z.int(),
    revision: z.int(),
    changes: z.array(z.tuple([z.string(), letterSchema])),
  }),
);

/** Pairs, as HSET takes them. */
export const fieldsOf = (map: SeatMap): readonly string[] =>
  Object.entries({
    showtimeId: map.showtimeId,
    revision: String(map.revision),
    hallId: map.hallId,
    layoutVersion: String(map.layoutVersion),
    drawing: JSON.stringify(map.drawing),
    prices: JSON.stringify(map.prices),
    status: map.status,
  }).flat();

export const seatMapOfFields = (fields: Readonly<Record<string, string>>): SeatMap | undefined => {
  const parsed = storedSchema.safeParse(fields);
  return parsed.success ? parsed.data : undefined;
};

export const changeOfMessage = (message: string): SeatMapChange | undefined => {
  const parsed = changeSchema.safeParse(message);
  return parsed.success ? parsed.data : undefined;
};
