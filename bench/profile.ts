/** A CPU profile of another Node process, taken through its inspector, summed by the file that the time was spent in. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { freePort } from '../tests/support/freePort.ts';

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
    }),
  ),
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
});
type CpuProfile = z.output<typeof profileSchema>;

export interface SelfTime {
  readonly where: string;
  /** Of the time that the thread was busy. */
  readonly share: number;
}

const answerWithinMs = 30_000;
const samplingIntervalUs = 500;
const root = path.resolve(import.meta.dirname, '..');

/** A file of the program, a package it uses, a module of Node, or a function of the engine's own. */
const whereOf = ({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string => {
  if (url.startsWith('node:')) return url.startsWith('node:internal') ? 'Node, internal' : url;
  if (url === '')
    return functionName.startsWith('(')
      ? functionName.slice(1, -1)
      : `built-in ${functionName || 'without a name'}`;
  const file = path.relative(root, fileURLToPath(url));
  const inPackage = /node_modules\/(?!.*node_modules\/)((?:@[^/]+\/)?[^/]+)/.exec(file);
  return inPackage?.[1] ?? file;
};

/** By falling share; idle time does not count. */
export const selfTimes = ({ nodes, samples, timeDeltas }: CpuProfile): readonly SelfTime[] => {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, whereOf(callFrame)]));
  const spentUs = new Map<string, number>();
  for (const [at, sample] of samples.entries()) {
    const where = names.get(sample) ?? 'unknown';
    spentUs.set(where, (spentUs.get(where) ?? 0) + (timeDeltas[at] ?? 0));
  }
  spentUs.delete('idle');
  const busyUs = [...spentUs.values()].reduce((sum, us) => sum + us, 0);
  return [...spentUs]
    .map(([where, us]) => ({ where, share: us / busyUs }))
    .sort((one, other) => other.share - one.share);
};

const answerSchema = z.object({ id: z.number().optional(), result: z.unknown() });

const connectTo = async (port: number) => {
  const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() }));
  const [target] = targets.parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
  if (target === undefined) throw new Error('the inspector names no target');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  let calls = 0;
  const call = (method: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      calls += 1;
      const id = calls;
      const overdue = setTimeout(() => reject(new Error(`${method}: no answer`)), answerWithinMs);
      const hear = ({ data }: MessageEvent): void => {
        const answer = answerSchema.parse(JSON.parse(String(data)));
        if (answer.id !== id) return;
        clearTimeout(overdue);
        socket.removeEventListener('message', hear);
        resolve(answer.result);
      };
      socket.addEventListener('message', hear);
      socket.send(JSON.stringify({ id, method, params }));
    });
  return { call, close: () => socket.close() };
};

export interface Inspectable {
  readonly nodeArgs: readonly string[];
  /** Profiles the process that was started with these arguments while `work` runs. */
  profileWhile(work: () => Promise<unknown>): Promise<readonly SelfTime[]>;
}

export const inspectable = async (): Promise<Inspectable> => {
  const port = await freePort();
  return {
    nodeArgs: [`--inspect=127.0.0.1:${port}`],
    profileWhile: async (work) => {
      const { call, close } = await connectTo(port);
      try {
        await call('Profiler.enable');
        await call('Profiler.setSamplingInterval', { interval: samplingIntervalUs });
        await call('Profiler.start');
        await work();
        const { profile } = z.object({ profile: profileSchema }).parse(await call('Profiler.stop'));
        return selfTimes(profile);
      } finally {
        close();
      }
    },
  };
};
