/** The event store on a cluster of EventStoreDB keeps the contract. */
import { openEventStoreDbEventStore } from '../../../src/adapters/eventstoredb/EventStoreDbEventStore.ts';
import { eventStoreContract } from '../../contracts/eventStoreContract.ts';
import { FakeCluster } from '../../support/eventstoredb/FakeCluster.ts';

eventStoreContract('EventStoreDB (in-process cluster)', async () => {
  const cluster = await FakeCluster.start({ copyMs: 2 });
  const { connectionString } = cluster;
  const store = await openEventStoreDbEventStore({ connectionString });
  return {
    store,
    another: () => openEventStoreDbEventStore({ connectionString }),
    close: async () => {
      await store.close();
      await cluster.close();
    },
  };
});
