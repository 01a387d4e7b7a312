import type { KeyStore } from '../../ports/KeyStore.ts';
import type { Job } from '../engine/runJob.ts';

const everyMs = 30_000;

export const destroyOldKeys = (keyStore: Pick<KeyStore, 'destroyOldBrief'>): Job => ({
  name: 'destroy_old_keys',
  everyMs,
  pass: async () => {
    await keyStore.destroyOldBrief();
  },
});
