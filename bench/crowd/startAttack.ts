import { fork } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import type { AttackJob, AttackResult } from './attacker.ts';

const script = path.resolve(import.meta.dirname, 'attacker.ts');
/** An attack that has not ended so long after its time is over ends with an error. */
const overdueMs = 30_000;

export interface Attacking {
  /** What it was answered, once it is over. */
  ended(): Promise<AttackResult>;
  stop(): Promise<void>;
}

/** An attacker is on a machine of its own; here it takes only what the program and the honest leave. */
const niceness = 10;

/** Resolves when the attack begins. */
export const startAttack = async (job: AttackJob): Promise<Attacking> => {
  const child = fork(script, { serialization: 'advanced' });
  if (child.pid !== undefined) os.setPriority(child.pid, niceness);
  const overdue = setTimeout(() => child.kill('SIGKILL'), job.forMs + overdueMs);
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => reject(new Error(`the attacker ended: ${code ?? signal}`)));
  });
  gone.catch(() => undefined);
  const heard = async (): Promise<unknown> => (await Promise.race([once(child, 'message'), gone]))[0];
  const stop = async (): Promise<void> => {
    clearTimeout(overdue);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, 'exit');
  };
  child.send(job);
  await heard();
  const answers = heard();
  answers.catch(() => undefined);
  return { ended: async () => (await answers) as AttackResult, stop };
};
