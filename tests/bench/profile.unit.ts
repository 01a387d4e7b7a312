import { expect, it } from 'vitest';
import { selfTimes } from '../../bench/profile.ts';

const node = (id: number, functionName: string, url = '') => ({ id, callFrame: { functionName, url } });
const own = new URL('../../src/main.ts', import.meta.url).href;
const packaged = new URL('../../node_modules/a/node_modules/@b/c/index.js', import.meta.url).href;

it('sums the busy time by file, package and function of the engine', () => {
  const nodes = [
    node(1, '(idle)'),
    node(2, 'run', own),
    node(3, 'stop', own),
    node(4, 'call', packaged),
    node(5, 'emit', 'node:events'),
    node(6, 'wait', 'node:internal/timers'),
    node(7, 'writev'),
    node(8, '(garbage collector)'),
  ];
  const samples = [1, 2, 3, 4, 5, 6, 7, 8];
  const timeDeltas = [900, 10, 20, 25, 5, 10, 18, 12];
  expect(selfTimes({ nodes, samples, timeDeltas })).toEqual([
    { where: 'src/main.ts', share: 0.3 },
    { where: '@b/c', share: 0.25 },
    { where: 'built-in writev', share: 0.18 },
    { where: 'garbage collector', share: 0.12 },
    { where: 'Node, internal', share: 0.1 },
    { where: 'node:events', share: 0.05 },
  ]);
});
