import type { Clock } from '../../ports/Clock.ts';
import type { SessionStore } from '../../ports/Sessions.ts';
import type { Job } from '../engine/runJob.ts';

const everyMs = 60_000;
const keptForMs = 7 * 24 * 60 * 60_000;

export const forgetSessions = (store: Pick<SessionStore, 'forget'>, clock: Clock): Job => ({
  name: 'forget_sessions',
  everyMs,
  pass: async () => {
    await store.forget(clock.nowMs() - keptForMs);
  },
});
