/** Who makes the read models of seats and bookings, each in a process of its own, and what their rows add up to. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { availabilityProjection } from '../../src/projections/availability/availabilityProjection.ts';
import { bookingsProjection } from '../../src/projections/bookings/bookingsProjection.ts';
import { schemaOf } from '../../src/projections/engine/Projection.ts';

const root = path.resolve(import.meta.dirname, '..');
export const emmettFolder = path.join(root, 'peers/emmett');
const emmettScript = path.join(emmettFolder, 'rebuild.mjs');
const takesMsMax = 1_800_000;
const answerCharsMax = 1 << 26;

/** Events that emmett reads at once: the best of those from 300 to 30,000. More makes keeping its place slower. */
export const emmettBatch = { projector: 2_000, batches: 4_000 } as const;

export const emmettAnswer = async (...args: readonly string[]): Promise<unknown> => {
  const limits = { timeout: takesMsMax, maxBuffer: answerCharsMax };
  const { stdout } = await promisify(execFile)(process.execPath, [emmettScript, ...args], limits);
  return JSON.parse(stdout);
};

const tookSchema = z.object({ seconds: z.number(), processorSeconds: z.number() });
export type Took = z.output<typeof tookSchema>;

export interface Urls {
  readonly own: string;
  readonly emmett: string;
}

export interface Side {
  readonly name: string;
  readonly url: string;
  /** Leaves nothing of what a side before it made. */
  readonly clearSql: string;
  readonly sumsSql: string;
  rebuild(): Promise<Took>;
}

const [ownSeats, ownBookings] = [availabilityProjection, bookingsProjection].map(schemaOf);

const bookingSums = (table: string, total: string, seatCount: string): string => `
  SELECT count(*)::integer AS bookings, (count(*) FILTER (WHERE status = 'confirmed'))::integer AS confirmed,
    sum(${seatCount})::integer AS "bookedSeats", sum(${total})::float8 AS "totalMinor" FROM ${table}`;

const seatSums = (table: string, takenCount: string): string => `
  SELECT count(*)::integer AS showtimes, sum(${takenCount})::integer AS "takenSeats" FROM ${table}`;

const joined = (seats: string, bookings: string): string =>
  `SELECT * FROM (${seats}) AS seats, (${bookings}) AS bookings`;

const ownSide = (url: string): Side => ({
  name: 'M',
  url,
  clearSql: `DROP SCHEMA IF EXISTS ${ownSeats} CASCADE; DROP SCHEMA IF EXISTS ${ownBookings} CASCADE`,
  sumsSql: joined(
    seatSums(`${ownSeats}.seats`, 'cardinality(taken)'),
    bookingSums(
      `${ownBookings}.bookings`,
      "(booking->'total'->>'amount')::bigint",
      "json_array_length(booking->'seats')",
    ),
  ),
  rebuild: async () => {
    const script = path.join(root, 'own/rebuildModels.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [script, url], { timeout: takesMsMax });
    return tookSchema.parse(JSON.parse(stdout));
  },
});

const emmettSide = (name: string, url: string, way: keyof typeof emmettBatch): Side => ({
  name,
  url,
  clearSql: 'DROP TABLE IF EXISTS seat_maps, bookings; TRUNCATE emt_processors, emt_projections',
  sumsSql: joined(
    seatSums('seat_maps', 'jsonb_array_length(taken)'),
    bookingSums('bookings', 'total', 'jsonb_array_length(seats)'),
  ),
  rebuild: async () => tookSchema.parse(await emmettAnswer('rebuild', url, way, String(emmettBatch[way]))),
});

export const sidesOf = ({ own, emmett }: Urls) => ({
  own: ownSide(own),
  projector: emmettSide('emmett', emmett, 'projector'),
  batches: emmettSide('emmett in whole batches', emmett, 'batches'),
});
