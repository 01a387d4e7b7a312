/** The standing audit goes on from what it kept. */
import { expect, it, vi } from 'vitest';
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
import { piecesOf } from '../../../src/projections/proof/pieces.ts';
import { auditOf, toldLog } from '../../audit/toldLog.ts';
import { joinPieces } from './joinPieces.ts';

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
  let before: SqlRow[] = [];
  let standing: readonly SqlValue[] = [];
  const query = async (sql: string, params: readonly SqlValue[] = []): Promise<readonly SqlRow[]> => {
    if (sql === 'SAVEPOINT before_state') before = [...state];
    if (sql === 'ROLLBACK TO SAVEPOINT before_state') state = before;
    if (sql.startsWith('DELETE')) state = [];
    if (sql.includes('INTO state')) state.push({ bytes: Buffer.from(String(params[2]), 'base64') });
    if (sql.includes('INTO standing')) standing = params;
    if (!sql.includes('SELECT bytes')) return [];
    const from = Number(params[1]);
    return state.slice(from, from + Number(/LIMIT (\d+)/.exec(sql)?.[1]));
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

const openOn = (
  kept: Pick<ReturnType<typeof tables>, 'query'>,
  position: Position,
  onConflict: (each: unknown) => unknown = () => undefined,
) =>
  auditOfLog({ readStore: kept, clock: { nowMs: () => 0 }, onConflict }).open(position, {
    stopping: new AbortController().signal,
    pause: async () => undefined,
  });

it('keeps what it remembers when the process stops, if 5,000 events came since', async () => {
  const kept = tables();
  const first = await openOn(kept, positionStart);
  first.take(eventsOf(0, 4_999));
  await first.write(kept, positionOf(4_999n), true);
  expect(kept.pieces()).toBe(0);
  first.take(eventsOf(4_999, 1));
  await first.write(kept, positionOf(5_000n), false);
  expect(kept.pieces()).toBe(0);
  await first.write(kept, positionOf(5_000n), true);
  expect(kept.pieces()).toBeGreaterThan(1);
  expect((await openOn(kept, positionOf(5_000n))).after).toBe(positionOf(5_000n));
});

it('leaves what it kept before when that would hold up the stop', async () => {
  const kept = tables();
  const first = await openOn(kept, positionStart);
  first.take(eventsOf(0, 5_000));
  await first.write(kept, positionOf(5_000n), true);
  first.take(eventsOf(5_000, 5_000));
  vi.spyOn(performance, 'now').mockReturnValueOnce(-10_000);
  await first.write(kept, positionOf(10_000n), true);
  vi.restoreAllMocks();
  expect((await openOn(kept, positionOf(10_000n))).after).toBe(positionOf(5_000n));
});

it('keeps what it remembers every 50,000 events and goes on from there', async () => {
  const kept = tables();
  const conflicts: unknown[] = [];
  const open = (position: Position) => openOn(kept, position, (each) => conflicts.push(each));

  const first = await open(positionStart);
  expect(first.after).toBe(positionStart);
  first.take(eventsOf(0, 49_999));
  await first.write(kept, positionOf(49_999n), false);
  expect(kept.pieces()).toBe(0);
  first.take(eventsOf(49_999, 1));
  await first.write(kept, positionOf(50_000n), false);
  expect(kept.pieces()).toBeGreaterThan(1);
  first.take(eventsOf(50_000, 10));
  await first.write(kept, positionOf(50_010n), false);

  const second = await open(positionOf(50_010n));
  expect(second.after).toBe(positionOf(50_000n));
  second.take(eventsOf(50_000, 20));
  await second.write(kept, positionOf(50_020n), false);
  expect(kept.standing()).toEqual([positionOf(50_020n), 0, 50_020, 0, 0]);
  expect(conflicts).toEqual([]);
});
