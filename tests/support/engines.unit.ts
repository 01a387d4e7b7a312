/** A run must not look complete when an engine was missing, and it must run on the Node that we ship. */
import { expect, it } from 'vitest';
import { describeEngine, engineFaults, probeEngines } from './engines.ts';

const there = { hint: 'install it', probe: async () => 'version 1' };
const absent = {
  hint: 'install it',
  probe: async () => {
    throw new Error('no such file');
  },
};

it('runs on the Node that npm brings', () => {
  expect(process.version).toMatch(/^v24\./);
});

it('tells an engine that is there from one that is not', async () => {
  const reports = await probeEngines({ redis: there, elasticsearch: absent });
  expect(reports.map(describeEngine)).toEqual([
    'engine redis: version 1',
    'engine elasticsearch: NOT HERE, the tests that need it are left out (install it)',
  ]);
});

it('turns absence into failure for the engines that are required, and only for those', async () => {
  const reports = await probeEngines({ redis: there, elasticsearch: absent, eventstoredb: absent });
  expect(engineFaults(reports, 'redis, elasticsearch')).toEqual([
    'REQUIRE_ENGINES wants elasticsearch, which is not here: install it',
  ]);
  expect(engineFaults(reports, 'redis')).toEqual([]);
  expect(engineFaults(reports, '')).toEqual([]);
});

it('does not let a misspelt engine pass', async () => {
  const reports = await probeEngines({ redis: there });
  expect(engineFaults(reports, 'rediss')).toEqual([
    'REQUIRE_ENGINES names rediss, which is no engine of ours',
  ]);
});
