/** The store in this process keeps the contract that Redis keeps, and no more maps than it may. */
import { expect, it } from 'vitest';
import { createMemorySeatMapStore } from '../../../src/adapters/memory-seat-maps/MemorySeatMapStore.ts';
import { seatMap, seatMapStoreContract } from '../../contracts/seatMapStoreContract.ts';
import { uuid } from '../../support/showtimes.ts';

seatMapStoreContract('memory', async () => {
  const store = createMemorySeatMapStore(100);
  return { store, close: () => store.close() };
});

it('forgets the map that was asked for least recently', async () => {
  const store = createMemorySeatMapStore(2);
  await store.put(seatMap(uuid(1)));
  await store.put(seatMap(uuid(2)));
  await store.read(uuid(1));
  await store.put(seatMap(uuid(3)));
  expect(await store.read(uuid(2))).toBeUndefined();
  expect(await store.read(uuid(1))).toBeDefined();
});
