/** The security log of the real program: on the port of operators alone, and still there after the program was killed. */
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, type Program, startProgram } from '../support/program.ts';
import { call, expectStatus, list } from './support/api.ts';
import { openCinema } from './support/cinema.ts';

const testMs = 120_000;
afterAll(cleanUp);

const opsOf = (program: Program): string => {
  const address = /^For operators: {3}(http:\/\/\S+)\/metrics$/m.exec(program.stdout())?.[1];
  if (address === undefined) throw new Error(`it does not say where operators read:\n${program.stdout()}`);
  return address;
};

it(
  'is told apart from the request log, kept over a kill, and hidden from the public port',
  async () => {
    const dataDir = await dataFolder();
    const env = { OPS_PORT: '0' };
    const token = await startProgram({ dataDir, env }).then(async (program) => {
      const admin = await makeToken(dataDir, 'admin');
      await openCinema(program.url, admin);
      const intruder = await makeToken(dataDir, 'staff', { args: ['--theater', '*'] });
      expect((await call(program.url, 'GET', '/v1/ops/audit', { token: admin })).status).toBe(404);
      expect((await call(opsOf(program), 'GET', '/v1/ops/audit', { token: intruder })).status).toBe(403);
      await eventually(async () => {
        const { body } = await call(opsOf(program), 'GET', '/v1/ops/audit?outcome=refused', { token: admin });
        expect(list(body.items)).toHaveLength(1);
      }, 10_000);
      await program.kill();
      return admin;
    });

    const program = await startProgram({ dataDir, env });
    const operators = opsOf(program);
    const read = async (query: string) =>
      list(expectStatus(await call(operators, 'GET', `/v1/ops/audit${query}`, { token }), 200).body.items);
    expect((await read('?action=staff-change&limit=100')).map(({ operation }) => operation)).toContain(
      'scheduleShowtime',
    );
    const [attempt] = await read('?outcome=refused');
    expect(attempt).toEqual({
      ...{ id: expect.any(String), at: expect.any(String), requestId: expect.any(String) },
      actor: { id: expect.stringMatching(/^[\w-]{43}$/), role: 'staff' },
      ...{ action: 'security-log-read', operation: 'readSecurityLog', outcome: 'refused' },
      ...{ reason: 'forbidden', targets: [], address: expect.stringMatching(/^[\w-]{22}$/) },
    });
    const metrics = await (await fetch(`${operators}/metrics`)).text();
    expect(metrics).toMatch(/^marquee_security_entries_lost_total\{why="full"\} 0$/m);
    expect((await fetch(`${program.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${program.url}/health/ready`)).status).toBe(200);
    expect(await program.interrupt()).toEqual({ code: 0, signal: null });
    expect(program.stderr()).not.toContain('security log');
  },
  testMs,
);
