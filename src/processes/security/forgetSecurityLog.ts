import type { Clock } from '../../ports/Clock.ts';
import type { SecurityLogStore } from '../../ports/SecurityLog.ts';
import type { Job } from '../engine/runJob.ts';

const dayMs = 24 * 60 * 60_000;
const everyMs = 60_000;
const keptForMs = 400 * dayMs;
const strangersKeptForMs = 30 * dayMs;

export const forgetSecurityLog = (store: Pick<SecurityLogStore, 'forget'>, clock: Clock): Job => ({
  name: 'forget_security_log',
  everyMs,
  pass: async () => {
    const nowMs = clock.nowMs();
    await store.forget({ beforeMs: nowMs - keptForMs, strangersBeforeMs: nowMs - strangersKeptForMs });
  },
});
