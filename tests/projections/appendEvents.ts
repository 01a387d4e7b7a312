/** Puts events of the domain into a log, as a command would have. */
import { randomUUID } from 'node:crypto';
import { eventCatalog } from '../../src/domain/eventCatalog.ts';
import type { AnyEvent } from '../../src/domain/kernel/decider.ts';
import type { EventStore, NewEvent, Position } from '../../src/ports/EventStore.ts';

/** Without a version: of today's shape. */
export type Appended = AnyEvent & { readonly version?: number };

const versionOf = (type: string): number => eventCatalog.get(type)?.definition.version ?? 1;

const newEvent = (
  { type, data, version = versionOf(type) }: Appended,
  at = '2026-11-30T12:00:00.000Z',
): NewEvent => ({
  id: randomUUID(),
  type,
  version,
  at,
  data,
  metadata: { correlationId: 'test', causationId: 'test', actor: { role: 'system' } },
});

/** The position of the last one. */
export const appendEvents = async (
  store: EventStore,
  stream: string,
  ...events: readonly Appended[]
): Promise<Position> => {
  const result = await store.append({
    stream,
    expected: 'any',
    events: events.map((event) => newEvent(event)),
  });
  if (result.outcome !== 'appended') throw new Error('an append that expects anything met a conflict');
  return result.position;
};
