import { z } from 'zod';

export const idSchema = z.uuid().regex(/^[0-9a-f-]+$/, 'a UUID in lower case');

export const seatIdSchema = z.string().regex(/^[A-Za-z0-9-]{1,12}$/, 'a seat id such as "A1"');

/** `2026-11-21T18:30:00.000Z` */
export const instantSchema = z.iso.datetime({ precision: 3 });

/** `2026-11-21` */
export const dateSchema = z.iso.date();
