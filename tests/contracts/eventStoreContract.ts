/**
 * What every event store must do, as one suite that each adapter's tests run. It tolerates a log that has other
 * events and other writers in it, so that it may run against a real, shared engine: nothing of one engine enters.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import type { EventStore } from '../../src/ports/EventStore.ts';
import { appendContract } from './eventStore/append.ts';
import { confirmHeadContract } from './eventStore/confirmHead.ts';
import { readAllContract } from './eventStore/readAll.ts';
import { readStreamContract } from './eventStore/readStream.ts';
import { refusalContract } from './eventStore/refusals.ts';
import { resendContract } from './eventStore/resend.ts';
import { subscriptionContract } from './eventStore/subscription.ts';
import { verifyContract } from './eventStore/verify.ts';
import { writersContract } from './eventStore/writers.ts';

/** For adapters' tests: how long a log that is behind may be a passing one, where none is. */
export const oldLogMaxMs = 250;

export interface OpenedEventStore {
  readonly store: EventStore;
  /** A second client of the same log. The suite closes it. */
  another(): Promise<EventStore>;
  /** Closes `store` and what the harness started for it. */
  close(): Promise<void>;
}

/** Gives the parts of the suite the store that is open while they run. */
export interface Opened {
  readonly store: EventStore;
  another(): Promise<EventStore>;
}

export const eventStoreContract = (name: string, open: () => Promise<OpenedEventStore>): void => {
  describe(`${name} keeps the event store's contract:`, () => {
    let current: OpenedEventStore | undefined;
    const others: EventStore[] = [];

    const required = (): OpenedEventStore => {
      if (current === undefined) throw new Error('the store is not open');
      return current;
    };
    const opened: Opened = {
      get store() {
        return required().store;
      },
      another: async () => {
        const other = await required().another();
        others.push(other);
        return other;
      },
    };

    beforeAll(async () => {
      current = await open();
    });
    afterAll(async () => {
      for (const other of others) await other.close();
      await current?.close();
    });

    appendContract(opened);
    resendContract(opened);
    refusalContract(opened);
    readStreamContract(opened);
    readAllContract(opened);
    subscriptionContract(opened);
    verifyContract(opened);
    confirmHeadContract(opened);
    writersContract(opened);
  });
};
