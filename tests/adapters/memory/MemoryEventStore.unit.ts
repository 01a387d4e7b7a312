/** The event store in memory keeps the contract that the engines keep. */
import { createMemoryLog, openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { eventStoreContract } from '../../contracts/eventStoreContract.ts';

eventStoreContract('memory', async () => {
  const log = createMemoryLog();
  const store = openMemoryEventStore({ log });
  return {
    store,
    another: async () => openMemoryEventStore({ log }),
    close: () => store.close(),
  };
});
