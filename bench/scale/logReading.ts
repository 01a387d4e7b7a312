/** What analysts ask of a long log. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Measure } from './Measure.ts';
import { memoryOf, type Program } from './program.ts';

const root = path.resolve(import.meta.dirname, '../..');
const rare = 'SalesClosed';
const rounds = 5;
const sampleMs = 100;

const rareEvents = async (program: Program): Promise<Measure> => {
  const tookMs: number[] = [];
  let found = 0;
  await (await program.get(`/v1/events?type=${rare}`)).text();
  for (let n = 0; n < rounds; n += 1) {
    const since = performance.now();
    const response = await program.get(`/v1/events?type=${rare}`);
    found = (await response.text()).split('\n').length - 1;
    if (response.status !== 200) throw new Error(`/v1/events: ${response.status}`);
    tookMs.push(performance.now() - since);
  }
  return {
    what: '`/v1/events?type=` of something rare',
    value: Math.max(...tookMs),
    unit: 'ms',
    before: '3,400',
    must: 50,
    note: `${found} events, worst of ${rounds}`,
  };
};

const checkLog = async (program: Program): Promise<readonly Measure[]> => {
  const begun = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'docs/check-log.mjs'), program.address], {
    env: { ...process.env, MARQUEE_TOKEN: program.token },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let over = false;
  const exit = once(child, 'exit').finally(() => {
    over = true;
  });
  let bytes = 0;
  while (!over) {
    try {
      bytes = Math.max(bytes, memoryOf(child.pid ?? 0, 'VmHWM') || 0);
    } catch {
      // It has ended.
    }
    await pause(sampleMs);
  }
  const [code] = (await exit) as [number | null];
  if (code !== 0) throw new Error(`docs/check-log.mjs ends with ${code}`);
  return [
    {
      what: '`docs/check-log.mjs`, peak memory',
      value: bytes / 1e6,
      unit: 'MB',
      before: '1,350',
      must: 300,
      note: `${Math.round((performance.now() - begun) / 1_000)} s`,
    },
  ];
};

export const readLog = async (program: Program): Promise<readonly Measure[]> => [
  await rareEvents(program),
  ...(await checkLog(program)),
];
