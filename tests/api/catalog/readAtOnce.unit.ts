/** What was just made can be read at once, although no read model knows it yet. */
import { expect, it } from 'vitest';
import { call, openCinema } from '../support/cinema.ts';
import { openTestApp } from '../support/testApp.ts';

it('shows a movie and a theater, and their lists, before the catalog has them', async () => {
  const filled = await openTestApp();
  const { movieId, theaterId } = await openCinema(filled);
  const none = async () => undefined;
  const empty = async () => ({ items: [], nextCursor: null });
  const target = await openTestApp({
    log: filled.log,
    deps: {
      catalog: {
        ...filled.deps.catalog,
        ...{ movie: none, theater: none, hallsOf: async () => [], showtimes: empty },
      },
    },
  });
  try {
    for (const url of [`/v1/movies/${movieId}`, `/v1/theaters/${theaterId}`]) {
      expect((await call(target, { url })).body).toEqual((await call(filled, { url })).body);
      expect((await call(target, { url: `${url}/showtimes` })).body).toEqual({ items: [], nextCursor: null });
      const unknown = url.replace(/[0-9a-f]{12}$/, '000000000000');
      for (const nowhere of [unknown, `${unknown}/showtimes`]) {
        expect((await call(target, { url: nowhere })).status).toBe(404);
      }
    }
    expect((await call(target, { url: `/v1/theaters/${theaterId}/halls` })).status).toBe(200);
  } finally {
    await target.close();
    await filled.close();
  }
});
