/** The event store's contract: appending, and the conflict that is an answer, not an error. */
import { describe, expect, it } from 'vitest';
import { eventStoreLimits, positionOf, positionStart } from '../../../src/ports/EventStore.ts';
import type { Opened } from '../eventStoreContract.ts';
import { appended, lastOf, newEvent, newEvents, newStream, recorded } from './given.ts';

export const appendContract = (opened: Opened): void => {
  describe('append', () => {
    it('stores the events whole and answers with revision and position of the last', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = [
        newEvent({
          version: 3,
          data: {
            price: { amount: 1250, currency: 'USD' },
            half: 0.5,
            none: null,
            seats: [],
            deep: { a: [{}] },
          },
          metadata: {
            correlationId: 'corr',
            causationId: 'cause',
            actor: { role: 'customer', id: 'c-1' },
            idempotency: { key: 'k', body: 'b' },
          },
        }),
        newEvent({ type: 'HoldReleased', at: '2026-11-21T18:30:00.000Z' }),
      ];
      const result = await appended(store, stream, 'no-stream', events);
      const read = await store.readStream(stream);
      expect(read).toEqual(recorded(stream, events));
      expect(result).toEqual({ outcome: 'appended', revision: 1, position: lastOf(read).position });
      expect(result.position > positionStart).toBe(true);
    });

    it('goes on at the expected revision', async () => {
      const { store } = opened;
      const stream = newStream();
      const first = newEvents(3);
      const second = newEvents(2);
      const before = await appended(store, stream, 'no-stream', first);
      const after = await appended(store, stream, 2, second);
      expect(after.revision).toBe(4);
      expect(after.position > before.position).toBe(true);
      const read = await store.readStream(stream);
      expect(read).toEqual(recorded(stream, [...first, ...second]));
      expect(after.position).toBe(lastOf(read).position);
    });

    it('with "any" appends to whatever there is', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(3);
      expect((await appended(store, stream, 'any', events.slice(0, 1))).revision).toBe(0);
      expect((await appended(store, stream, 'any', events.slice(1))).revision).toBe(2);
      expect(await store.readStream(stream)).toEqual(recorded(stream, events));
    });

    it('keeps the order of the events, with positions that grow', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(200);
      await appended(store, stream, 'no-stream', events);
      const read = await store.readStream(stream);
      expect(read).toEqual(recorded(stream, events));
      const positions = read.map((event) => event.position);
      if (store.consecutivePositions) {
        const first = BigInt(positions[0] ?? 0);
        expect(positions).toEqual(events.map((_, index) => positionOf(first + BigInt(index))));
      }
      expect(positions).toEqual([...new Set(positions)].sort());
    });

    it('takes 5,000 small events at once', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(eventStoreLimits.appendEventsMax);
      const result = await appended(store, stream, 'no-stream', events);
      expect(result.revision).toBe(4_999);
      const read = await store.readStream(stream, { maxCount: 5_000 });
      expect(read).toEqual(recorded(stream, events));
      expect(result.position).toBe(lastOf(read).position);
    });

    it('takes an event of nearly as many bytes as the limit allows', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = [newEvent({ data: { text: 'x'.repeat(eventStoreLimits.appendBytesMax - 1_000) } })];
      await appended(store, stream, 'no-stream', events);
      expect(await store.readStream(stream)).toEqual(recorded(stream, events));
    });

    it('gives back any Unicode text as it was', async () => {
      const { store } = opened;
      const stream = `${newStream()}-ünï-🎬-e\u0301`;
      const texts = [
        '🎬🍿',
        'e\u0301 é',
        '👩‍👩‍👧‍👦',
        'עברית',
        '\u2028\u2029\ufeff',
        '"\\ \t\n\r\b\u0001',
        '\\u0000',
        '\uffff',
      ];
      const events = [
        newEvent({
          type: 'Sèats🎬Held',
          data: { texts, [texts.join('')]: true },
          metadata: { correlationId: '🎟', causationId: 'e\u0301', actor: { role: 'staff', id: 'ßß' } },
        }),
      ];
      await appended(store, stream, 'no-stream', events);
      expect(await store.readStream(stream)).toEqual(recorded(stream, events));
    });
  });

  describe('a conflict', () => {
    it('tells what came after the expected revision, and nothing is written', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(4);
      await appended(store, stream, 'no-stream', events);
      const result = await store.append({ stream, expected: 1, events: newEvents(1) });
      expect(result).toEqual({
        outcome: 'conflict',
        actual: 3,
        missed: recorded(stream, events.slice(2), 2),
      });
      expect(await store.readStream(stream)).toEqual(recorded(stream, events));
    });

    it('tells the whole stream where none was expected', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(3);
      await appended(store, stream, 'no-stream', events);
      const result = await store.append({ stream, expected: 'no-stream', events: newEvents(2) });
      expect(result).toEqual({ outcome: 'conflict', actual: 2, missed: recorded(stream, events) });
      expect(await store.readStream(stream)).toEqual(recorded(stream, events));
    });

    it('is the answer to a revision that is too high', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(3);
      await appended(store, stream, 'no-stream', events);
      for (const expected of [3, 9, Number.MAX_SAFE_INTEGER]) {
        const result = await store.append({ stream, expected, events: newEvents(1) });
        expect(result).toEqual({ outcome: 'conflict', actual: 2, missed: [] });
      }
      expect(await store.readStream(stream)).toEqual(recorded(stream, events));
    });

    it('has -1 as the revision of a stream that does not exist', async () => {
      const { store } = opened;
      const stream = newStream();
      for (const expected of [0, 5]) {
        const result = await store.append({ stream, expected, events: newEvents(1) });
        expect(result).toEqual({ outcome: 'conflict', actual: -1, missed: [] });
      }
      expect(await store.readStream(stream)).toEqual([]);
    });

    it('gives what is needed to go on', async () => {
      const { store } = opened;
      const stream = newStream();
      await appended(store, stream, 'no-stream', newEvents(2));
      const conflict = await store.append({ stream, expected: 0, events: newEvents(1) });
      if (conflict.outcome !== 'conflict') throw new Error('this had to be a conflict');
      const next = await appended(store, stream, conflict.actual, newEvents(1));
      expect(next.revision).toBe(lastOf(conflict.missed).revision + 1);
    });
  });
};
