/** The event store's contract: reading one stream, both ways. */
import { describe, expect, it } from 'vitest';
import type { Opened } from '../eventStoreContract.ts';
import { appended, newEvents, newStream, recorded } from './given.ts';

export const readStreamContract = (opened: Opened): void => {
  describe('readStream', () => {
    it('gives nothing for a stream that does not exist', async () => {
      const { store } = opened;
      expect(await store.readStream(newStream())).toEqual([]);
      expect(await store.readStream(newStream(), { fromRevision: 3 })).toEqual([]);
      expect(await store.readStream(newStream(), { backwards: true, maxCount: 1 })).toEqual([]);
    });

    it('reads forwards from a revision, at most so many', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(10);
      await appended(store, stream, 'no-stream', events);
      const whole = recorded(stream, events);
      expect(await store.readStream(stream, { fromRevision: 4 })).toEqual(whole.slice(4));
      expect(await store.readStream(stream, { maxCount: 3 })).toEqual(whole.slice(0, 3));
      expect(await store.readStream(stream, { fromRevision: 4, maxCount: 3 })).toEqual(whole.slice(4, 7));
      expect(await store.readStream(stream, { fromRevision: 9 })).toEqual(whole.slice(9));
      expect(await store.readStream(stream, { fromRevision: 10 })).toEqual([]);
      expect(await store.readStream(stream, { fromRevision: 99 })).toEqual([]);
    });

    it('reads backwards from the end or from a revision', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(10);
      await appended(store, stream, 'no-stream', events);
      const whole = recorded(stream, events);
      const backwards = true;
      expect(await store.readStream(stream, { backwards })).toEqual([...whole].reverse());
      expect(await store.readStream(stream, { backwards, maxCount: 1 })).toEqual(whole.slice(9));
      expect(await store.readStream(stream, { backwards, fromRevision: 6, maxCount: 3 })).toEqual(
        whole.slice(4, 7).reverse(),
      );
      expect(await store.readStream(stream, { backwards, fromRevision: 0 })).toEqual(whole.slice(0, 1));
    });

    it('gives a stream of its own to each name, however alike', async () => {
      const { store } = opened;
      const stream = newStream();
      const events = newEvents(3);
      const names = [stream, `${stream} `, stream.toUpperCase()];
      for (const [index, name] of names.entries()) {
        await appended(store, name, 'no-stream', events.slice(index, index + 1));
      }
      for (const [index, name] of names.entries()) {
        expect(await store.readStream(name)).toEqual(recorded(name, events.slice(index, index + 1)));
      }
    });
  });
};
