/** What a running job tells of itself. */
import { afterEach, expect, it } from 'vitest';
import { type RunningJob, runJob } from '../../../src/processes/engine/runJob.ts';
import { eventually } from '../../support/eventually.ts';

const silent = { info: () => undefined, warn: () => undefined };
const running: RunningJob[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

const run = (isFree: boolean, pass: () => Promise<'more' | undefined>): RunningJob => {
  const ended = Promise.withResolvers<void>();
  const lead = async () =>
    isFree ? { ended: ended.promise, release: async () => ended.resolve() } : undefined;
  const job = runJob({ name: 'sweeping', everyMs: 5, pass }, { lead }, silent);
  running.push(job);
  return job;
};

it('counts its passes, and says since when there was none', async () => {
  const job = run(true, async () => undefined);
  await eventually(() => expect(job.status().passes).toBeGreaterThan(2));
  const { idleMs, ...status } = job.status();
  expect({ ...status, passes: 3 }).toEqual({ name: 'sweeping', leads: true, passes: 3, failures: 0 });
  expect(idleMs).toBeLessThan(1_000);
});

it('counts passes that failed', async () => {
  const job = run(true, () => Promise.reject(new Error('away')));
  await eventually(() => expect(job.status().failures).toBe(1));
  expect(job.status()).toEqual({ name: 'sweeping', leads: false, passes: 0, failures: 1, idleMs: undefined });
});

it('stands by while another node leads', async () => {
  const job = run(false, () => Promise.reject(new Error('not here')));
  await new Promise((resolve) => setImmediate(resolve));
  expect(job.status()).toEqual({ name: 'sweeping', leads: false, passes: 0, failures: 0, idleMs: undefined });
});
