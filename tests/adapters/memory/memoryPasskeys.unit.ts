import { openMemoryPasskeys } from '../../../src/adapters/memory/memoryPasskeys.ts';
import { passkeyStoreContract } from '../../contracts/passkeyStoreContract.ts';

passkeyStoreContract('the store of passkeys in memory', async () => ({
  store: openMemoryPasskeys(),
  close: async () => undefined,
}));
