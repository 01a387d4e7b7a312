/** A log whose server may be deposed: from then on it answers from its old log, until a proof is asked for. */
import type { EventStore, Position, RecordedEvent } from '../../src/ports/EventStore.ts';
import { EventStoreUnavailable } from '../../src/ports/EventStore.ts';

export interface DeposableStore extends EventStore {
  /** What is appended from now on is not seen here, and appends here are not acknowledged. */
  depose(): Promise<void>;
  /** Proofs that were asked for. */
  readonly proofs: number;
  /** No proof can be had, as when the others cannot be reached. */
  cutOff: boolean;
}

export const deposable = (store: EventStore): DeposableStore => {
  let old: { readonly end: Position; readonly learned: PromiseWithResolvers<void> } | undefined;
  let proofs = 0;
  const known = ({ position }: RecordedEvent): boolean => old === undefined || position <= old.end;
  const opened: DeposableStore = {
    ...store,
    readsAreCurrent: false,
    cutOff: false,
    get proofs() {
      return proofs;
    },
    depose: async () => {
      old = { end: await store.head(), learned: Promise.withResolvers() };
    },
    append: async (append) => {
      if (old !== undefined) throw new EventStoreUnavailable('a deposed leader acknowledges nothing');
      return store.append(append);
    },
    readStream: async (...range) => (await store.readStream(...range)).filter(known),
    readAll: async (after, options) => {
      const page = await store.readAll(after, options);
      if (old === undefined || page.next <= old.end) return page;
      const next = old.end > after ? old.end : after;
      return { events: page.events.filter(known), next, atEnd: true };
    },
    head: async () => old?.end ?? store.head(),
    confirmHead: async () => {
      proofs += 1;
      if (opened.cutOff) throw new EventStoreUnavailable('nothing was acknowledged');
      const head = await store.head();
      old?.learned.resolve();
      old = undefined;
      return head;
    },
    subscribe: (after, handlers, options) => {
      const onEvents: typeof handlers.onEvents = async (events, next) => {
        if (!events.every(known)) await old?.learned.promise;
        await handlers.onEvents(events, next);
      };
      const subscription = store.subscribe(after, { ...handlers, onEvents }, options);
      return {
        close: async () => {
          old?.learned.resolve();
          await subscription.close();
        },
      };
    },
  };
  return opened;
};
