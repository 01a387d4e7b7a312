/** Searches over HTTP: what a caller types next ends what they typed before, and one address has eight at a time. */
import { expect, it } from 'vitest';
import { call, problemOf } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';

const openOther = openingOthers();

const openSlow = async () => {
  const found = { items: [], nextCursor: null, engine: 'postgres' as const };
  const running: { readonly q: string | undefined; readonly signal: AbortSignal | undefined; end(): void }[] =
    [];
  const settings = { rateLimit: { max: 1_000_000, exemptLoopback: true }, trustedProxies: { hops: 1 } };
  const plain = await openOther();
  const search = {
    ...plain.deps.search,
    movies: ({ q, signal }: { readonly q?: string; readonly signal?: AbortSignal }) =>
      new Promise<typeof found>((resolve) => running.push({ q, signal, end: () => resolve(found) })),
  };
  const target = await openOther({ settings, deps: { search } });
  const { headers } = await call(target, { url: '/v1/theaters' });
  const session = String(headers['guest-session']);
  const ask = async (q: string, address: string, guest?: string) =>
    problemOf(
      await call(target, {
        url: `/v1/movies?q=${q}`,
        headers: { 'x-forwarded-for': address, ...(guest === undefined ? {} : { 'guest-session': guest }) },
      }),
    );
  const untilRunning = async (count: number): Promise<void> => {
    await expect.poll(() => running.length).toBe(count);
  };
  return { running, ask, session, untilRunning };
};

it('ends the search that a caller has typed on from', async () => {
  const { running, ask, session, untilRunning } = await openSlow();
  const older = ask('metro', '192.0.2.1', session);
  await untilRunning(1);
  const newer = ask('metropolis', '192.0.2.2', session);
  expect(await older).toBe('409 search-superseded');
  await untilRunning(2);
  expect(running.map(({ q, signal }) => [q, signal?.aborted])).toEqual([
    ['metro', true],
    ['metropolis', false],
  ]);
  for (const { end } of running) end();
  expect(await newer).toBe('200');
});

it('lets one address search eight times at once, and others beside it', async () => {
  const { running, ask, untilRunning } = await openSlow();
  const all = Array.from({ length: 8 }, (_, nth) => ask(`word${nth}`, '192.0.2.1'));
  await untilRunning(8);
  const ninth = ask('ninth', '192.0.2.1');
  const other = ask('other', '192.0.2.9');
  await untilRunning(9);
  expect(await ninth).toBe('429 rate-limited');
  for (const { end } of running) end();
  expect(new Set(await Promise.all([...all, other]))).toEqual(new Set(['200']));
});

it('leaves this machine alone', async () => {
  const { running, ask, session, untilRunning } = await openSlow();
  const all = Array.from({ length: 20 }, () => ask('word', '127.0.0.1', session));
  await untilRunning(20);
  for (const { end } of running) end();
  expect(new Set(await Promise.all(all))).toEqual(new Set(['200']));
});
