import { z } from 'zod';
import type { Entry, NewEntry, Turn } from '../../ports/WaitingRoom.ts';

export const roomColumns = 'entries, lot_entries, drawn, last_place, serving';
export const roomRow = z.object({
  entries: z.int(),
  lot_entries: z.int().nullable(),
  drawn: z.boolean(),
  last_place: z.int(),
  serving: z.int(),
});

export const entryColumns = "entry_id, encode(contribution, 'hex') as contribution, status, place, until_ms";
/** The driver returns bigint as text. */
const entryRow = z.object({
  entry_id: z.string(),
  contribution: z.string(),
  status: z.enum(['waiting', 'called', 'admitted', 'over']),
  place: z.int().nullable(),
  until_ms: z.coerce.number().int().nullable(),
});

export const readEntry = (row: unknown): Entry => {
  const { entry_id: entryId, contribution, status, place, until_ms: untilMs } = entryRow.parse(row);
  const hasTurn = status === 'called' || status === 'admitted';
  return {
    ...{ entryId, contribution, status },
    ...(place === null ? {} : { place }),
    ...(hasTurn && untilMs !== null ? { untilMs } : {}),
  };
};

const turnRow = z.object({
  entry_id: z.string(),
  status: z.enum(['called', 'admitted']),
  place: z.int(),
  until_ms: z.coerce.number().int(),
});

export const readTurn = (row: unknown): Turn => {
  const { entry_id: entryId, status, place, until_ms: untilMs } = turnRow.parse(row);
  return { entryId, status, place, untilMs };
};

const lotRow = z.object({ entry_id: z.string(), contribution: z.string() });

export const readLotEntry = (row: unknown): NewEntry => {
  const { entry_id: entryId, contribution } = lotRow.parse(row);
  return { entryId, contribution };
};
