/** The event store's contract: the head that proves what a refusal rests on. */
import { describe, expect, it } from 'vitest';
import type { Opened } from '../eventStoreContract.ts';
import { appended, idsOf, newCategory, newEvents, newStream, readToEnd } from './given.ts';

export const confirmHeadContract = (opened: Opened): void => {
  describe('the confirmed head', () => {
    it('is not before what another program was acknowledged, and all of it can be read', async () => {
      const { store } = opened;
      const other = await opened.another();
      for (let round = 0; round < 5; round += 1) {
        const stream = newStream();
        const events = newEvents(2);
        const { position } = await appended(other, stream, 'no-stream', events);
        expect((await store.confirmHead()) >= position).toBe(true);
        expect(idsOf(await store.readStream(stream))).toEqual(idsOf(events));
      }
    });

    it('is given to many at once, also while the program appends', async () => {
      const { store } = opened;
      const other = await opened.another();
      const stream = newStream();
      const writing = (async () => {
        for (let n = 0; n < 10; n += 1) await appended(store, newStream(), 'no-stream', newEvents(1));
      })();
      const { position } = await appended(other, stream, 'no-stream', newEvents(1));
      const heads = await Promise.all(Array.from({ length: 50 }, () => store.confirmHead()));
      expect(heads.filter((head) => head < position)).toEqual([]);
      await writing;
    });

    it('adds no event to the log, and is the position of an event', async () => {
      const { store } = opened;
      const category = newCategory();
      const after = await store.head();
      const { position } = await appended(store, newStream(category), 'no-stream', newEvents(1));
      for (let n = 0; n < 3; n += 1) await store.confirmHead();
      const { events, next } = await readToEnd(store, after, { maxCount: 1_000 });
      expect(events.filter(({ type }) => type.startsWith('$'))).toEqual([]);
      expect(events.some((event) => event.position === position)).toBe(true);
      expect(next).toBe(events.at(-1)?.position);
    });
  });
};
