import { describe, expect, it } from 'vitest';
import { EventStoreUnavailable, LogReplaced, positionOf } from '../../../src/ports/EventStore.ts';
import { eventually } from '../../support/eventually.ts';
import type { Opened } from '../eventStoreContract.ts';
import { appended, newEvents, newStream } from './given.ts';

export const verifyContract = (opened: Opened): void => {
  describe('knows its log again', () => {
    it('that holds everything it appended, and what others did', async () => {
      const { store } = opened;
      const other = await opened.another();
      const mine = await appended(store, newStream(), 'no-stream', newEvents(2));
      await store.verify();
      await store.verify(mine.position);
      const theirs = await appended(other, newStream(), 'no-stream', newEvents(1));
      await store.verify(theirs.position);
      expect(other.logId).toBe(store.logId);
    });

    it('and says of one that ends earlier which it expected, after it may have been a passing one', async () => {
      const { store } = opened;
      const beyond = positionOf(2n ** 62n);
      await expect(store.verify(beyond)).rejects.toBeInstanceOf(EventStoreUnavailable);
      await eventually(async () => {
        const failure = await store.verify(beyond).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(LogReplaced);
        expect(String(failure)).toContain(
          `expected log ${store.logId} up to position ${beyond}, found that it ends`,
        );
      }, 10_000);
      await store.verify();
    });
  });
};
