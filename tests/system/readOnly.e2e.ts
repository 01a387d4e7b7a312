/** A copy that is started for a drill: everything can be read, nothing is written, and health says so. */
import { afterAll, expect, it } from 'vitest';
import { cleanUp, dataFolder, makeToken, startProgram } from '../support/program.ts';
import { call, expectStatus, problemOf } from './support/api.ts';
import { openCinema } from './support/cinema.ts';

const testMs = 90_000;
afterAll(cleanUp);

const eventsOf = async (url: string, token: string): Promise<readonly string[]> => {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${url}/v1/events?limit=10000`, { headers });
  return (await answer.text()).trim().split('\n');
};

it(
  'answers reads, refuses writes, and leaves the log as it was',
  async () => {
    const dataDir = await dataFolder();
    const original = await startProgram({ dataDir });
    const admin = await makeToken(dataDir, 'admin');
    const { showtimeId } = await openCinema(original.url, admin);
    const holds = `/v1/showtimes/${showtimeId}/holds`;
    expectStatus(await call(original.url, 'POST', holds, { body: { seatIds: ['A1'] } }), 201);
    const { body: open } = expectStatus(await call(original.url, 'GET', '/health/selling'), 200);
    expect(open).toEqual({ selling: true, holding: true, engines: { postgres: 'up' } });
    expect(await original.interrupt()).toEqual({ code: 0, signal: null });

    const copy = await startProgram({ dataDir, env: { READ_ONLY: 'on', DEMO_CATALOG: 'on' } });
    const before = await eventsOf(copy.url, admin);
    expectStatus(await call(copy.url, 'GET', `/v1/showtimes/${showtimeId}/seats`), 200);
    const refused = await call(copy.url, 'POST', holds, { body: { seatIds: ['A2'] } });
    expect([refused.status, problemOf(refused)]).toEqual([503, 'read-only']);
    const ready = expectStatus(await call(copy.url, 'GET', '/health/ready'), 200).body;
    expect(ready).toEqual({
      ...{ ready: true, browsing: true, holding: false, selling: false },
      ...{ engines: { postgres: 'up' }, checks: { schema: true, readModels: true, catalog: true } },
    });
    expect((await call(copy.url, 'GET', '/health/selling')).status).toBe(503);
    expect(await eventsOf(copy.url, admin)).toEqual(before);
    expect(await copy.interrupt()).toEqual({ code: 0, signal: null });
  },
  testMs,
);
