/** What is not for everyone stays in no cache, of a browser or of a proxy, and goes over TLS where there is TLS. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Cinema, call, openCinema } from '../support/cinema.ts';
import { sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

it('keeps nothing personal in caches, whoever asks, and knows it again by its tag', async () => {
  const sold = await sell(target, cinema, ['A1']);
  const customer = await target.bearer('customer');
  const answers = await Promise.all(
    [
      { url: sold.url, headers: sold.access },
      { url: sold.url, headers: cinema.admin },
      { url: `/v1/bookings?showtimeId=${cinema.showtimeId}`, headers: cinema.admin },
      { url: `/v1/showtimes/${cinema.showtimeId}/seats`, headers: cinema.admin },
      { url: `/v1/showtimes/${cinema.showtimeId}/pricing`, headers: cinema.admin },
      { url: `/v1/checkins/failed?showtimeId=${cinema.showtimeId}`, headers: cinema.admin },
      { url: '/v1/ops/audit', headers: cinema.admin },
      { url: '/v1/me', headers: customer },
      { url: '/v1/me/bookings', headers: customer },
      { url: '/v1/me/sessions', headers: customer },
      { url: '/v1/me/passkeys', headers: customer },
    ].map(async (asked) => {
      const { status, headers } = await call(target, asked);
      return [asked.url, status, headers['cache-control']];
    }),
  );
  expect(answers).toEqual(answers.map(([url]) => [url, 200, 'private, no-store']));
  const { headers } = await call(target, { url: sold.url, headers: sold.access });
  const again = { ...sold.access, 'if-none-match': String(headers.etag) };
  const unchanged = await call(target, { url: sold.url, headers: again });
  expect([unchanged.status, unchanged.headers['cache-control']]).toEqual([304, 'private, no-store']);
});

it('lets what everyone may read be kept', async () => {
  const movie = await call(target, { url: `/v1/movies/${cinema.movieId}` });
  expect(movie.headers['cache-control']).toBe('private');
});

it('keeps browsers on HTTPS where a trusted proxy says that they came by it, and believes no one else', async () => {
  const headers = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' };
  const told = async (from: Pick<TestApp, 'app'>) =>
    (await call(from, { url: '/v1/movies', headers })).headers['strict-transport-security'];
  expect(await told(target)).toBeUndefined();
  const behindProxy = await openTestApp({ settings: { trustedProxies: { hops: 1 } } });
  expect(await told(behindProxy)).toBe('max-age=31536000');
  await behindProxy.close();
});
