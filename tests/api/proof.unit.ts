/** The public routes of the proof, without a database. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from './support/cinema.ts';
import { openTestApp, type TestApp } from './support/testApp.ts';

let target: TestApp;
beforeAll(async () => {
  target = await openTestApp();
  await call(target, {
    method: 'POST',
    url: '/v1/movies',
    headers: await target.bearer('admin'),
    payload: { title: 'Playtime', runtimeMinutes: 120, genres: ['Comedy'] },
  });
});
afterAll(() => target.close());

const get = (url: string) => target.app.inject({ url });

describe('to anybody', () => {
  it('the standing, the checkpoint and the tiles agree', async () => {
    const proof = (await get('/v1/proof')).json<Record<string, unknown>>();
    const checkpoint = await get('/checkpoint');
    expect(checkpoint.headers['content-type']).toBe('text/plain; charset=utf-8');
    const [origin, size, root] = checkpoint.body.split('\n');
    expect([proof.origin, String(proof.size), proof.chainHead, proof.conflicts]).toEqual([
      origin,
      size,
      root,
      0,
    ]);
    const tile = await get(`/tile/0/000.p/${size}`);
    expect([tile.statusCode, tile.rawPayload.length]).toEqual([200, 32 * Number(size)]);
    expect(tile.headers['content-type']).toBe('application/octet-stream');
    expect(tile.headers['cache-control']).toContain('immutable');
  });

  it('an event is proved by its position', async () => {
    const [first] = (
      await call<string>(target, { url: '/v1/events', headers: await target.bearer('analyst') })
    ).text.split('\n');
    const { position } = JSON.parse(first ?? '{}') as { position: string };
    const proof = await get(`/v1/events/${position}/proof`);
    expect([proof.statusCode, proof.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    expect(proof.body.startsWith('c2sp.org/tlog-proof@v1\nindex 0\n')).toBe(true);
  });
});

describe('what is not there', () => {
  it.each([
    ['/tile/0/001', 404],
    ['/tile/0/000', 404],
    ['/tile/0/000.p/200', 404],
    ['/tile/entries/000', 404],
    ['/tile/../../etc/passwd', 404],
    ['/checkpoint?cosigned=true', 404],
    ['/checkpoint?cosigned=perhaps', 400],
    ['/v1/events/99999999999999999999/proof', 404],
    ['/v1/events/1/proof', 400],
    ['/v1/proof/consistency', 400],
    ['/v1/proof/consistency?from=2&to=1', 400],
    ['/v1/proof/consistency?from=0&to=99', 400],
    ['/v1/proof/consistency?from=-1&to=1', 400],
  ] as const)('%s is %i', async (url, status) => {
    expect((await get(url)).statusCode).toBe(status);
  });
});
