import { openMemorySessions } from '../../../src/adapters/memory/memorySessions.ts';
import { sessionStoreContract } from '../../contracts/sessionStoreContract.ts';

sessionStoreContract('the session store in memory', async () => ({
  store: openMemorySessions(),
  close: async () => undefined,
}));
