/**
 * The event store on EventStoreDB keeps the contract: against the in-process server always, against a real one when
 * `EVENTSTORE_URL` names it.
 */
import { openEventStoreDbEventStore } from '../../../src/adapters/eventstoredb/EventStoreDbEventStore.ts';
import { eventStoreContract, oldLogMaxMs } from '../../contracts/eventStoreContract.ts';
import { startFakeEventStoreDb } from '../../support/eventstoredb/FakeEventStoreDb.ts';

/** As measured on a real one: 7 ms in the median, and up to 33. */
const commitAfterMs = (): number => 33 * Math.random() ** 2;

eventStoreContract('EventStoreDB (in-process server)', async () => {
  const fake = await startFakeEventStoreDb({ commitAfterMs });
  const { connectionString } = fake;
  const open = () => openEventStoreDbEventStore({ connectionString, oldLogMaxMs });
  const store = await open();
  return {
    store,
    another: open,
    close: async () => {
      await store.close();
      fake.stop();
    },
  };
});

const connectionString = process.env.EVENTSTORE_URL;
if (connectionString) {
  eventStoreContract('EventStoreDB (a real one)', async () => {
    const store = await openEventStoreDbEventStore({ connectionString });
    return {
      store,
      another: () => openEventStoreDbEventStore({ connectionString }),
      close: () => store.close(),
    };
  });
}
