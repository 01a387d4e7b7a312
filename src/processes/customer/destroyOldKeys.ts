import type { KeyStore } from '../../ports/KeyStore.ts';
import type { Job } from '../engine/runJob.ts';

const everyMs = 30_000;

/** Destroys the keys of payment tokens that were not destroyed when their attempt ended. */
export const destroyOldKeys = (keyStore: Pick<KeyStore, 'destroyOldBrief'>): Job => ({
  name: 'destroy_old_keys',
  everyMs,
  pass: async () => {
    await keyStore.destroyOldBrief();
  },
});
