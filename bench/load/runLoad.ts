/** Runs one job in a load generator of its own process. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { LoadJob, LoadResult } from './job.ts';

const script = path.resolve(import.meta.dirname, 'generator.ts');
/** A job that has not ended so long after its time is over ends with an error. */
const overdueMs = 120_000;

/** Throws when the job ended early: a fast wrong answer is no speed. */
export const runLoad = async (job: LoadJob): Promise<LoadResult> => {
  const child = fork(script, { serialization: 'advanced' });
  const overdue = setTimeout(() => child.kill('SIGKILL'), job.warmUpMs + job.forMs + overdueMs);
  try {
    const answered = new Promise<LoadResult>((resolve, reject) => {
      child.once('message', (result) => resolve(result as LoadResult));
      child.once('exit', (code, signal) => reject(new Error(`the load generator ended: ${code ?? signal}`)));
    });
    child.send(job);
    const result = await answered;
    if (result.failure !== undefined) throw new Error(result.failure);
    return result;
  } finally {
    clearTimeout(overdue);
    if (child.exitCode === null && child.signalCode === null) {
      child.kill();
      await once(child, 'exit');
    }
  }
};
