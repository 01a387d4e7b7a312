import { openMemorySecurityLog } from '../../../src/adapters/memory/memorySecurityLog.ts';
import { securityLogContract } from '../../contracts/securityLogContract.ts';

securityLogContract('the security log in memory', async () => ({
  store: openMemorySecurityLog(),
  close: async () => undefined,
}));
