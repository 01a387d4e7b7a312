/** Search over more than one request of an engine gives: nothing is cut, whatever the order and however deep the page. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { SearchHit, SearchIndex, SearchKey, SearchQuestion } from '../../src/ports/SearchIndex.ts';
import { appendEvents } from '../projections/appendEvents.ts';
import { movie, nowMs, show, theater } from '../projections/catalog/catalogEvents.ts';
import { minutes, priceTerms, smallHall, usd, uuid } from '../support/showtimes.ts';
import type { SearchTarget } from './searchIndexContract.ts';

export interface WideSearchTarget extends SearchTarget {
  readonly index: SearchIndex;
}

/** More than an Elasticsearch gives at once unless told otherwise, and a few that are not shown. */
const shown = 10_500;
const unshown = 600;
const pageHits = 2_500;
const pagesMax = 6;
const theaterCount = 40;

const titleOf = (n: number): string => `wide ${String(n).padStart(5, '0')}`;
const theaterOf = (n: number): number => 100_000 + (n % theaterCount);
/** Several movies start, cost and lie alike, so that titles decide. */
const startsAtMs = (n: number): number => nowMs + minutes(60 + ((n * 7) % 1_000));
const priceMinor = (n: number): number => 500 + ((n * 13) % 900);

const fill = async ({ events, settle }: SearchTarget): Promise<void> => {
  for (let at = 0; at < theaterCount; at += 1) {
    const location = { lat: 10 + at / 100, lng: 20 };
    await appendEvents(events, ...theater(100_000 + at, `house ${at}`, { location }));
  }
  for (let n = 0; n < shown + unshown; n += 1) await appendEvents(events, ...movie(n, titleOf(n)));
  for (let n = 0; n < shown; n += 1) {
    const price = { priceTerms: { ...priceTerms, base: usd(priceMinor(n)) }, seats: smallHall.slice(0, 1) };
    const where = { movieId: uuid(n), theaterId: uuid(theaterOf(n)), ...price };
    await show(events, 200_000 + n, startsAtMs(n), where);
  }
  await settle();
};

export const wideSearchContract = (name: string, open: () => Promise<WideSearchTarget>): void => {
  describe(`wide search on ${name}`, () => {
    let target: WideSearchTarget;
    beforeAll(async () => {
      target = await open();
      await fill(target);
    }, 180_000);

    const question = (more: Partial<SearchQuestion>): SearchQuestion => ({
      subject: 'movies',
      words: [],
      forgiving: false,
      shows: 'required',
      nowMs,
      sort: 'title',
      ...more,
    });
    const readAll = async (asked: SearchQuestion): Promise<readonly SearchHit[]> => {
      const hits: SearchHit[] = [];
      for (let page = 0; page < pagesMax; page += 1) {
        const after = hits.at(-1)?.key;
        const found = await target.index.find(asked, { limit: pageHits, ...(after ? { after } : {}) });
        hits.push(...found);
        if (found.length < pageHits) return hits;
      }
      throw new Error('the list does not end');
    };
    const shownMovies = Array.from({ length: shown }, (_, n) => n);
    const ids = (hits: readonly SearchHit[]) => hits.map(({ id }) => id);
    const expected = (by: (n: number) => number): readonly string[] =>
      shownMovies.toSorted((a, b) => by(a) - by(b) || a - b).map(uuid);

    it('gives every movie once, by title, relevance, time, price and distance', async () => {
      const near = { lat: 10.2, lng: 20 };
      const byTitle = expected(() => 0);
      expect(ids(await readAll(question({ sort: 'title' })))).toEqual(byTitle);
      expect(ids(await readAll(question({ sort: 'relevance', words: ['wide'] })))).toEqual(byTitle);
      expect(ids(await readAll(question({ sort: 'time' })))).toEqual(expected(startsAtMs));
      expect(ids(await readAll(question({ sort: 'price' })))).toEqual(expected(priceMinor));
      const byDistance = await readAll(question({ sort: 'distance', near }));
      expect(new Set(ids(byDistance)).size).toBe(shown);
      const keys = byDistance.map(({ key }): SearchKey => key);
      expect(keys).toEqual(keys.toSorted((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1)));
    });

    it('finds all that a short word begins', async () => {
      // Ten thousand different words begin with it.
      expect(await readAll(question({ words: ['0'] }))).toHaveLength(10_000);
      expect(await target.index.suggest(['0', 'wide'], nowMs, 10)).toHaveLength(10);
    });

    it('puts what is not shown last, once', async () => {
      const found = await readAll(question({ sort: 'time', shows: 'any' }));
      const last = Array.from({ length: unshown }, (_, n) => uuid(shown + n));
      expect(ids(found)).toEqual([...expected(startsAtMs), ...last]);
    });

    it('counts all of it', async () => {
      const { genre, city } = await target.index.facets(question({}));
      for (const [{ count } = { count: 0 }] of [genre, city]) {
        expect(Math.abs(count - shown)).toBeLessThan(shown / 200);
      }
    });

    it('suggests from all of it', async () => {
      const [first] = await target.index.suggest(['wide'], nowMs, 10);
      expect(first?.title).toBe(titleOf(0));
      const [spelling] = await target.index.respell('movies', ['wode', '10499']);
      expect(spelling).toEqual(['wide']);
    });
  });
};
