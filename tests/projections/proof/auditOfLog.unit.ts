/** The standing audit goes on from what it kept. */
import { expect, it } from 'vitest';
import { Audit } from '../../../src/audit/Audit.ts';
import type { AuditShape } from '../../../src/audit/AuditShape.ts';
import {
  type Position,
  positionOf,
  positionStart,
  type RecordedEvent,
} from '../../../src/ports/EventStore.ts';
import type { SqlRow, SqlValue } from '../../../src/ports/ReadStore.ts';
import { auditOfLog } from '../../../src/projections/proof/auditOfLog.ts';
import { joinPieces, piecesOf } from '../../../src/projections/proof/pieces.ts';
import { auditOf, toldLog } from '../../audit/toldLog.ts';

it('folds the rest of a log as if it had folded all of it', async () => {
  const events = await toldLog();
  for (const share of [0.1, 0.5, 0.9]) {
    const at = Math.floor(share * events.length);
    const audit = new Audit(joinPieces<AuditShape>(piecesOf(auditOf(events.slice(0, at)).shape)));
    for (const event of events.slice(at)) audit.take(event);
    expect(audit.shape).toEqual(auditOf(events).shape);
  }
});

/** What the tables of the audit hold. */
const tables = () => {
  let state: SqlRow[] = [];
  let standing: readonly SqlValue[] = [];
  const query = async (sql: string, params: readonly SqlValue[] = []): Promise<readonly SqlRow[]> => {
    if (sql.startsWith('DELETE')) state = [];
    if (sql.includes('INTO state')) state.push({ bytes: Buffer.from(String(params[2]), 'base64') });
    if (sql.includes('INTO standing')) standing = params;
    return sql.startsWith('SELECT bytes') ? state : [];
  };
  return { query, standing: () => standing, pieces: () => state.length };
};

const eventsOf = (from: number, count: number): readonly RecordedEvent[] =>
  Array.from({ length: count }, (_, nth) => ({
    id: `event-${from + nth}`,
    stream: 'movie-1',
    revision: from + nth,
    position: positionOf(BigInt(from + nth + 1)),
    type: 'MovieRevised',
    version: 1,
    at: '2026-11-20T12:00:00.000Z',
    data: {},
    metadata: { correlationId: 'c', causationId: 'c', actor: { role: 'catalog' } },
  }));

it('keeps what it remembers every 50,000 events and goes on from there', async () => {
  const kept = tables();
  const conflicts: unknown[] = [];
  const open = (position: Position) =>
    auditOfLog({
      readStore: { query: kept.query },
      clock: { nowMs: () => 0 },
      onConflict: (each) => conflicts.push(each),
    }).open(position);

  const first = await open(positionStart);
  expect(first.after).toBe(positionStart);
  first.take(eventsOf(0, 49_999));
  await first.write(kept, positionOf(49_999n));
  expect(kept.pieces()).toBe(0);
  first.take(eventsOf(49_999, 1));
  await first.write(kept, positionOf(50_000n));
  expect(kept.pieces()).toBeGreaterThan(1);
  first.take(eventsOf(50_000, 10));
  await first.write(kept, positionOf(50_010n));

  const second = await open(positionOf(50_010n));
  expect(second.after).toBe(positionOf(50_000n));
  second.take(eventsOf(50_000, 20));
  await second.write(kept, positionOf(50_020n));
  expect(kept.standing()).toEqual([positionOf(50_020n), 0, 50_020, 0, 0]);
  expect(conflicts).toEqual([]);
});
