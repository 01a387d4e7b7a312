/** The keys of one purpose: what was signed under an older secret is still good, for as long as that one is named. */
import type { ApiSecrets } from './AppDeps.ts';

/** The current key, then those of older secrets. */
export const everyKey = (
  secrets: ApiSecrets,
  purpose: Exclude<keyof ApiSecrets, 'older'>,
): readonly Uint8Array[] => [secrets[purpose], ...(secrets.older ?? []).map((older) => older[purpose])];
