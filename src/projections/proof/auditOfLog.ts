import { promisify } from 'node:util';
import { constants, deflate, inflate } from 'node:zlib';
import { Audit } from '../../audit/Audit.ts';
import { type AuditShape, auditVersion, type Conflict } from '../../audit/AuditShape.ts';
import type { Clock } from '../../ports/Clock.ts';
import { positionStart } from '../../ports/EventStore.ts';
import type { ReadStore, ReadTransaction } from '../../ports/ReadStore.ts';
import { type LogReader, restFactor } from '../engine/followLog.ts';
import { auditQueries, auditSchema, auditTables } from './auditQueries.ts';
import { createPieceJoiner, piecesOf } from './pieces.ts';

const writeEveryMs = 1_000;
const stateEveryEvents = 50_000;
/** Of all events, if that is more: what is kept grows with the log. */
const stateEveryShare = 0.05;
/** A process that stops keeps the state for fewer, so that the next one need not fold them again, */
const stateAtStopEvents = 5_000;
/** unless that takes too long. */
const keepAtStopMs = 5_000;
/** Deflated. A larger one is not kept: after a start the log is then folded from its beginning. */
const stateBytesMax = 256 * 2 ** 20;
const pieceBytesMax = 64 * 2 ** 20;
/** After a start requests go first: what is kept is read a little later, with a rest after each piece. */
const restAtStartMs = 5_000;

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
const markState = 'SAVEPOINT before_state';
const leaveState = 'ROLLBACK TO SAVEPOINT before_state';

const writeChunk = `INSERT INTO state (version, chunk, bytes) VALUES ($1, $2, decode($3, 'base64'))`;

/** Requests are answered between two pieces. What was kept before stays if it takes longer than `withinMs`. */
const keepState = async (
  transaction: ReadTransaction,
  shape: AuditShape,
  withinMs = Number.POSITIVE_INFINITY,
): Promise<void> => {
  const untilMs = performance.now() + withinMs;
  await transaction.query(markState);
  await transaction.query(deleteState);
  let chunk = 0;
  let bytesKept = 0;
  for (const whole of piecesOf(shape)) {
    const piece = await deflated(whole, { level: constants.Z_BEST_SPEED });
    bytesKept += piece.length;
    if (performance.now() > untilMs) {
      await transaction.query(leaveState);
      return;
    }
    if (bytesKept > stateBytesMax) {
      await transaction.query(deleteState);
      return;
    }
    await transaction.query(writeChunk, [auditVersion, chunk, piece.toString('base64')]);
    chunk += 1;
  }
};

type Resuming = Parameters<LogReader['open']>[1];

/** Undefined for what is no state, and when it is stopped. Throws what reading it throws. */
const joined = async (
  kept: AsyncIterable<Uint8Array>,
  { stopping, pause }: Resuming,
): Promise<AuditShape | undefined> => {
  const joiner = createPieceJoiner<AuditShape>();
  let pieces = 0;
  for await (const piece of kept) {
    if (stopping.aborted) return undefined;
    const begunMs = performance.now();
    try {
      joiner.add(await inflated(piece, { maxOutputLength: pieceBytesMax }));
    } catch {
      return undefined;
    }
    pieces += 1;
    await pause(restFactor * (performance.now() - begunMs));
  }
  return pieces === 0 ? undefined : joiner.whole();
};

const resumed = async (kept: AsyncIterable<Uint8Array>, lead: Resuming): Promise<Audit> => {
  const shape = await joined(kept, lead);
  try {
    return new Audit(shape);
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
  open: async (position, lead) => {
    let kept = new Audit();
    if (position !== positionStart) {
      await lead.pause(restAtStartMs);
      kept = await resumed(auditQueries(readStore).state(auditVersion), lead);
    }
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
      write: async (transaction, next, isLast) => {
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
        const every = isLast ? stateAtStopEvents : Math.max(stateEveryEvents, stateEveryShare * events);
        if (events - stateAt < every) return;
        await keepState(transaction, audit.shape, isLast ? keepAtStopMs : undefined);
        stateAt = events;
      },
    };
  },
});
