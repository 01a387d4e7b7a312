/** The words in which the event store's contract is written: events, streams, and what is expected of them. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type {
  AppendResult,
  EventFilter,
  EventStore,
  ExpectedRevision,
  NewEvent,
  Position,
  RecordedEvent,
} from '../../../src/ports/EventStore.ts';

const aPosition = expect.stringMatching(/^\d{20}$/);

/** A category that nobody else writes to, without a dash. */
export const newCategory = (): string => `contract${randomUUID().replaceAll('-', '')}`;

export const newStream = (category = 'contract'): string => `${category}-${randomUUID()}`;

export const newEvent = (overrides: Partial<NewEvent> = {}): NewEvent => ({
  id: randomUUID(),
  type: 'SeatsHeld',
  version: 1,
  at: '2026-11-21T18:30:00.123Z',
  data: { seats: ['A1', 'A2'] },
  metadata: { correlationId: 'c', causationId: 'd', actor: { role: 'guest' } },
  ...overrides,
});

export const newEvents = (count: number, overrides: Partial<NewEvent> = {}): readonly NewEvent[] =>
  Array.from({ length: count }, (_, n) => newEvent({ data: { n }, ...overrides }));

/** What a stream must give back for these events, from `fromRevision` on. */
export const recorded = (stream: string, events: readonly NewEvent[], fromRevision = 0): unknown[] =>
  events.map((event, index) => ({ ...event, stream, revision: fromRevision + index, position: aPosition }));

/** Appends and insists that it was stored. */
export const appended = async (
  store: EventStore,
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
): Promise<Extract<AppendResult, { outcome: 'appended' }>> => {
  const result = await store.append({ stream, expected, events });
  if (result.outcome !== 'appended') throw new Error(`conflict at revision ${result.actual}`);
  return result;
};

export const lastOf = <Item>(items: readonly Item[]): Item => {
  const last = items.at(-1);
  if (last === undefined) throw new Error('there is none');
  return last;
};

export const idsOf = (events: readonly { readonly id: string }[]): readonly string[] =>
  events.map((event) => event.id);

const pagesMax = 20_000;

/** Everything after a position, page by page, checking on the way what holds for each page. */
export const readToEnd = async (
  store: EventStore,
  after: Position,
  options: { readonly maxCount: number; readonly filter?: EventFilter },
): Promise<{
  readonly events: readonly RecordedEvent[];
  readonly next: Position;
  readonly pages: number;
}> => {
  const events: RecordedEvent[] = [];
  let from = after;
  for (let pages = 1; pages <= pagesMax; pages += 1) {
    const page = await store.readAll(from, options);
    expect(page.events.length).toBeLessThanOrEqual(options.maxCount);
    expect(page.next).toEqual(aPosition);
    expect(page.next >= from).toBe(true);
    for (const event of page.events) {
      expect(event.position > (events.at(-1)?.position ?? after)).toBe(true);
      expect(event.position <= page.next).toBe(true);
      events.push(event);
    }
    if (page.atEnd) return { events, next: page.next, pages };
    // A page that is not the last one must bring the reader on.
    expect(page.next > from).toBe(true);
    from = page.next;
  }
  throw new Error(`the end of the log was not reached in ${pagesMax} pages`);
};

/** Lets other work run first, a different while for each caller: staggers a race without a clock. */
export const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};
