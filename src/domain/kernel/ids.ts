/** What identifies things, and the schemas that check it at every boundary. */
import { z } from 'zod';

/** Any UUID, in lower case. */
export const idSchema = z.uuid().regex(/^[0-9a-f-]+$/, 'a UUID in lower case');

/** A seat's stable id within its hall, such as "A1". */
export const seatIdSchema = z.string().regex(/^[A-Za-z0-9-]{1,12}$/, 'a seat id such as "A1"');

/** An instant, ISO 8601 UTC with milliseconds: `2026-11-21T18:30:00.000Z`. */
export const instantSchema = z.iso.datetime({ precision: 3 });

/** A local calendar date, `2026-11-21`. */
export const dateSchema = z.iso.date();
