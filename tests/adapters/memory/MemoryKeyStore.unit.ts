/** The key store in memory keeps the contract that the engine keeps. */
import { type MemoryKeys, openMemoryKeyStore } from '../../../src/adapters/memory/MemoryKeyStore.ts';
import { keyStoreContract } from '../../contracts/keyStoreContract.ts';

keyStoreContract('memory', async () => {
  const keys: MemoryKeys = new Map();
  const store = openMemoryKeyStore(keys);
  const close = async () => undefined;
  return { store, another: async () => ({ ...openMemoryKeyStore(keys), close }), close };
});
