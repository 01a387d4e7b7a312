/** A small log as the program writes it, for audits: holds, bookings, releases and expiries of some showtimes. */
import { authorLog } from '../../bench/scale/authorLog.ts';
import type { AuthoredEvent } from '../../bench/scale/LogAuthor.ts';
import { Audit, type AuditedEvent } from '../../src/audit/Audit.ts';
import type { Conflict } from '../../src/audit/AuditShape.ts';
import { positionOf } from '../../src/ports/EventStore.ts';

export interface ToldEvent extends AuditedEvent {
  readonly id: string;
  readonly version: number;
  readonly data: Record<string, unknown>;
  readonly metadata: unknown;
}

export const toldLog = async (): Promise<readonly ToldEvent[]> => {
  const written: AuthoredEvent[] = [];
  await authorLog({
    ...{ showtimes: 6, bookingsOfShowtime: 4, madeAtMs: Date.parse('2026-11-20T12:00:00.000Z') },
    write: (event) => void written.push(event),
    onPart: async () => undefined,
  });
  return written.map(({ data, metadata, ...event }, place) => ({
    ...event,
    position: positionOf(BigInt(place + 1)),
    data: JSON.parse(data) as Record<string, unknown>,
    metadata: JSON.parse(metadata) as unknown,
  }));
};

export const auditOf = (events: readonly AuditedEvent[]): Audit => {
  const audit = new Audit();
  for (const event of events) audit.take(event);
  return audit;
};

/** Numbered as a log would number them. */
export const renumbered = (events: readonly ToldEvent[]): readonly ToldEvent[] => {
  const last = new Map<string, number>();
  return events.map((event, place) => {
    const revision = (last.get(event.stream) ?? -1) + 1;
    last.set(event.stream, revision);
    return { ...event, revision, position: positionOf(BigInt(place + 1)) };
  });
};

export const what = (conflicts: readonly Conflict[]): readonly string[] => conflicts.map((each) => each.what);
