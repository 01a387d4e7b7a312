import { promisify } from 'node:util';
import { constants, deflate, inflate } from 'node:zlib';
import { Audit } from '../../audit/Audit.ts';
import { type AuditShape, auditVersion, type Conflict } from '../../audit/AuditShape.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { ReadStore, ReadTransaction } from '../../ports/ReadStore.ts';
import type { LogReader } from '../engine/followLog.ts';
import { auditQueries, auditSchema, auditTables } from './auditQueries.ts';
import { joinPieces, piecesOf } from './pieces.ts';

const writeEveryMs = 1_000;
const stateEveryEvents = 50_000;
/** Of all events, if that is more: what is kept grows with the log. */
const stateEveryShare = 0.05;
/** Deflated. A larger one is not kept: after a start the log is then folded from its beginning. */
const stateBytesMax = 256 * 2 ** 20;
const pieceBytesMax = 64 * 2 ** 20;

/** On another thread. */
const [deflated, inflated] = [promisify(deflate), promisify(inflate)];

const writeStanding = `
  INSERT INTO standing (singleton, position, at_ms, events, showtimes, conflicts) VALUES (true, $1, $2, $3, $4, $5)
  ON CONFLICT (singleton) DO UPDATE SET position = excluded.position, at_ms = excluded.at_ms,
    events = excluded.events, showtimes = excluded.showtimes, conflicts = excluded.conflicts`;

const writeConflicts = `
  INSERT INTO conflicts (nth, position, stream, revision, what)
  SELECT * FROM unnest($1::integer[], $2::text[], $3::text[], $4::integer[], $5::text[])
  ON CONFLICT (nth) DO NOTHING`;

const deleteState = 'DELETE FROM state';

const writeChunk = `INSERT INTO state (version, chunk, bytes) VALUES ($1, $2, decode($3, 'base64'))`;

/** Requests are answered between two pieces. */
const keepState = async (transaction: ReadTransaction, shape: AuditShape): Promise<void> => {
  await transaction.query(deleteState);
  let chunk = 0;
  let bytesKept = 0;
  for (const whole of piecesOf(shape)) {
    const piece = await deflated(whole, { level: constants.Z_BEST_SPEED });
    bytesKept += piece.length;
    if (bytesKept > stateBytesMax) {
      await transaction.query(deleteState);
      return;
    }
    await transaction.query(writeChunk, [auditVersion, chunk, piece.toString('base64')]);
    chunk += 1;
  }
};

const resumed = async (kept: readonly Uint8Array[]): Promise<Audit> => {
  if (kept.length === 0) return new Audit();
  try {
    const pieces: Uint8Array[] = [];
    for (const piece of kept) pieces.push(await inflated(piece, { maxOutputLength: pieceBytesMax }));
    return new Audit(joinPieces<AuditShape>(pieces));
  } catch {
    return new Audit();
  }
};

export interface StandingAuditDeps {
  readonly readStore: Pick<ReadStore, 'query'>;
  readonly clock: Clock;
  onConflict(conflict: Conflict): void;
}

/** Folds the log as it grows, and keeps how far it is and what it found. */
export const auditOfLog = ({ readStore, clock, onConflict }: StandingAuditDeps): LogReader => ({
  name: 'proof_audit',
  schema: auditSchema,
  tables: auditTables,
  writeEveryMs,
  open: async (position) => {
    const kept = await resumed(await auditQueries(readStore).state(auditVersion));
    const audit = kept.position <= position ? kept : new Audit();
    let stateAt = audit.events;
    let told = audit.conflicts.length;
    return {
      after: audit.position,
      take: (events) => {
        for (const event of events) audit.take(event);
        for (const conflict of audit.conflicts.slice(told)) onConflict(conflict);
        told = audit.conflicts.length;
      },
      write: async (transaction, next) => {
        const { events, showtimes, conflictCount, conflicts } = audit;
        await transaction.query(writeStanding, [next, clock.nowMs(), events, showtimes.size, conflictCount]);
        if (conflicts.length > 0) {
          await transaction.query(writeConflicts, [
            conflicts.map((_, nth) => nth),
            conflicts.map((each) => each.position),
            conflicts.map((each) => each.stream),
            conflicts.map((each) => each.revision),
            conflicts.map((each) => each.what),
          ]);
        }
        if (events - stateAt < Math.max(stateEveryEvents, stateEveryShare * events)) return;
        await keepState(transaction, audit.shape);
        stateAt = events;
      },
    };
  },
});
