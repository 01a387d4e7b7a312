/** The event store's contract: what happens when an append is sent again because its answer was lost. */
import { describe, expect, it } from 'vitest';
import type { ExpectedRevision, NewEvent } from '../../../src/ports/EventStore.ts';
import type { Opened } from '../eventStoreContract.ts';
import { appended, lastOf, newEvents, newStream, recorded } from './given.ts';

export const resendContract = (opened: Opened): void => {
  describe('an identical resend', () => {
    const cases: readonly { before: number; expected: ExpectedRevision }[] = [
      { before: 0, expected: 'no-stream' },
      { before: 0, expected: 'any' },
      { before: 3, expected: 2 },
      { before: 3, expected: 'any' },
    ];
    for (const { before, expected } of cases) {
      it(`of an append after ${before} events expecting ${expected} answers as the first did`, async () => {
        const { store } = opened;
        const stream = newStream();
        const earlier = newEvents(before);
        if (before > 0) await appended(store, stream, 'no-stream', earlier);
        const events = newEvents(2);
        const first = await appended(store, stream, expected, events);
        expect(await store.append({ stream, expected, events })).toEqual(first);

        const later = newEvents(3);
        await appended(store, stream, first.revision, later);
        expect(await store.append({ stream, expected, events })).toEqual(first);
        expect(await store.readStream(stream)).toEqual(recorded(stream, [...earlier, ...events, ...later]));
      });
    }

    it('is recognised when another client sends it, and while the first is under way', async () => {
      const { store } = opened;
      const other = await opened.another();
      // An engine may drop a repetition that overtakes its original, and answer the next try: few rounds.
      for (let round = 0; round < 3; round += 1) {
        const stream = newStream();
        const events = newEvents(3);
        const append = { stream, expected: 'no-stream', events } as const;
        const answers = await Promise.all([store.append(append), other.append(append), store.append(append)]);
        const read = await store.readStream(stream);
        expect(read).toEqual(recorded(stream, events));
        const answer = { outcome: 'appended', revision: 2, position: lastOf(read).position };
        expect(answers).toEqual([answer, answer, answer]);
      }
    });

    it('of its first events only is answered with where those are', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(3);
      await appended(store, stream, 'no-stream', events);
      const read = await store.readStream(stream);
      const result = await store.append({ stream, expected: 'no-stream', events: events.slice(0, 2) });
      expect(result).toEqual({ outcome: 'appended', revision: 1, position: read[1]?.position });
    });
  });

  describe('what only resembles a resend', () => {
    const conflicting: readonly [string, (events: readonly NewEvent[]) => readonly NewEvent[]][] = [
      ['in another order', (events) => [...events].reverse()],
      ['with one more event', (events) => [...events, ...newEvents(1)]],
      ['without its first event', (events) => events.slice(1)],
      [
        'with a new event in between',
        (events) => [...events.slice(0, 1), ...newEvents(1), ...events.slice(1)],
      ],
    ];
    for (const [what, change] of conflicting) {
      it(`the same batch ${what} is a conflict`, async () => {
        const { store } = opened;
        const stream = newStream();
        const events = newEvents(3);
        await appended(store, stream, 'no-stream', events);
        const result = await store.append({ stream, expected: 'no-stream', events: change(events) });
        expect(result).toEqual({ outcome: 'conflict', actual: 2, missed: recorded(stream, events) });
        expect(await store.readStream(stream)).toEqual(recorded(stream, events));
      });
    }

    it('an id that was used before is stored again at the current revision', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(2);
      await appended(store, stream, 'no-stream', events);
      expect((await appended(store, stream, 1, events)).revision).toBe(3);
      expect(await store.readStream(stream)).toEqual(recorded(stream, [...events, ...events]));
    });

    it('the same ids in another stream are another append', async () => {
      const { store } = opened;
      const events = newEvents(2);
      for (const stream of [newStream(), newStream()]) {
        await appended(store, stream, 'no-stream', events);
        expect(await store.readStream(stream)).toEqual(recorded(stream, events));
      }
    });
  });
};
