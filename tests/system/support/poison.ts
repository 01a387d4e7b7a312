/** Puts events into a running log that its programs cannot take. */
import { randomUUID } from 'node:crypto';
import { openPostgresEventStore } from '../../../src/adapters/postgres/PostgresEventStore.ts';
import type { Position } from '../../../src/ports/EventStore.ts';
import { silentLogger } from '../../support/postgres.ts';

export interface Poison {
  readonly stream: string;
  readonly type: string;
  readonly version?: number;
  readonly data: unknown;
}

export const plant = async (
  connectionString: string,
  { stream, type, version = 1, data }: Poison,
): Promise<{ readonly position: Position; readonly at: string }> => {
  const store = await openPostgresEventStore({ connectionString, logger: silentLogger });
  try {
    const [id, at] = [randomUUID(), new Date().toISOString()];
    const metadata = { correlationId: id, causationId: id, actor: { role: 'system' } } as const;
    const events = [{ id, type, version, at, data, metadata }];
    const result = await store.append({ stream, expected: 'any', events });
    if (result.outcome !== 'appended') throw new Error('an append that expects anything met a conflict');
    return { position: result.position, at };
  } finally {
    await store.close();
  }
};
