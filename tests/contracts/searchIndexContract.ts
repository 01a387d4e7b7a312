/** What every search index does, asked through the search queries as the API asks them. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { EventStore } from '../../src/ports/EventStore.ts';
import type { SearchQueries } from '../../src/projections/search/searchQueries.ts';
import type { SearchRequest } from '../../src/projections/search/searchQuestion.ts';
import { InvalidCursor, type Page, type PageRequest } from '../../src/projections/sql/page.ts';
import { appendEvents } from '../projections/appendEvents.ts';
import { cancelled, movie, nowMs, salesClosed, show, theater } from '../projections/catalog/catalogEvents.ts';
import { minutes, priceTerms, usd, uuid } from '../support/showtimes.ts';

export interface SearchTarget {
  readonly events: EventStore;
  readonly search: SearchQueries;
  /** Resolves once everything in the log can be found. */
  settle(): Promise<void>;
}

const lyon = { city: 'Lyon', location: { lat: 45.764, lng: 4.8357 } };
const soonMs = nowMs + minutes(60);
const paris = { lat: 48.86, lng: 2.35 };
const all = { limit: 100 };

const fill = async (events: EventStore): Promise<void> => {
  await appendEvents(events, ...movie(1, 'Amélie', { genres: ['Comedy', 'Romance'], rating: 'R' }));
  await appendEvents(events, ...movie(2, 'Amour', { genres: ['Drama'], rating: 'PG-13' }));
  await appendEvents(events, ...movie(3, 'The Phantom Menace', { cast: ['Ewan McGregor'] }));
  await appendEvents(events, ...movie(4, "Ocean's Eleven", { genres: ['Comedy'] }));
  await appendEvents(events, ...movie(5, '千と千尋の神隠し', { originalTitle: 'Spirited Away' }));
  await appendEvents(events, ...movie(6, 'Phantom Thread'));
  await appendEvents(events, ...theater(11, 'Le Rex'));
  await appendEvents(events, ...theater(12, 'Comœdia', lyon));
  await appendEvents(events, ...theater(13, 'Le Champo', { location: { lat: 48.85, lng: 2.343 } }));
  const at = (movieId: number, theaterId: number, more: object = {}) => ({
    movieId: uuid(movieId),
    theaterId: uuid(theaterId),
    ...more,
  });
  await show(events, 31, soonMs, at(1, 11, { language: 'fr', format: 'IMAX' }));
  await show(events, 32, soonMs + minutes(60), at(1, 12, { language: 'en', format: '2D' }));
  const dear = { ...priceTerms, base: usd(2_000) };
  await show(events, 33, soonMs + minutes(30), at(2, 12, { businessDate: '2026-12-02', priceTerms: dear }));
  await show(events, 34, soonMs + minutes(10), at(3, 13));
  await show(events, 35, soonMs + minutes(20), at(5, 11));
  await show(events, 36, soonMs, at(4, 11));
  await appendEvents(events, `showtime-${uuid(36)}`, salesClosed);
  await show(events, 37, soonMs, at(6, 11));
  await appendEvents(events, `showtime-${uuid(37)}`, cancelled);
};

export const searchIndexContract = (name: string, open: () => Promise<SearchTarget>): void => {
  describe(`search on ${name}`, () => {
    let target: SearchTarget;
    beforeAll(async () => {
      target = await open();
      await fill(target.events);
      await target.settle();
    }, 120_000);

    const movies = (request: Omit<SearchRequest, 'nowMs'>, page: PageRequest = all) =>
      target.search.movies({ nowMs, ...request }, page);
    const theaters = (request: Omit<SearchRequest, 'nowMs'>, page: PageRequest = all) =>
      target.search.theaters({ nowMs, ...request }, page);
    const titles = async (request: Omit<SearchRequest, 'nowMs'>) =>
      (await movies(request)).items.map(({ title }) => title);
    const names = async (request: Omit<SearchRequest, 'nowMs'>) =>
      (await theaters(request)).items.map((row) => row.name);

    it('finds words whatever their case, accents and apostrophes, and by how they begin', async () => {
      for (const q of ['amelie', 'AMÉLIE', 'ame']) expect(await titles({ q })).toEqual(['Amélie']);
      expect(await titles({ q: 'oceans eleven', bookable: false })).toEqual(["Ocean's Eleven"]);
      expect(await names({ q: 'comoedia' })).toEqual(['Comœdia']);
    });

    it('finds several languages', async () => {
      for (const q of ['千尋', '神隠し', 'spirited'])
        expect(await titles({ q })).toEqual(['千と千尋の神隠し']);
    });

    it('forgives slips: one in short words, two in long ones, swaps included', async () => {
      for (const q of ['amleie', 'amellie', 'emelie']) expect(await titles({ q })).toEqual(['Amélie']);
      expect(await titles({ q: 'phantim menoce' })).toEqual(['The Phantom Menace']);
      expect(await titles({ q: 'ammxxr' })).toEqual([]);
    });

    it('forgives slips in the three longest words of a question', async () => {
      expect(await titles({ q: 'phantim menoce mcgregir' })).toEqual(['The Phantom Menace']);
      expect(await titles({ q: 'phantim menoce mcgregir ewan' })).toEqual(['The Phantom Menace']);
      expect(await titles({ q: 'phantim menoce mcgregir ewam' })).toEqual([]);
    });

    it('finds people where known, and leaves a word that is met nowhere unmet', async () => {
      expect(await titles({ q: 'mcgregor' })).toEqual(['The Phantom Menace']);
      expect(await titles({ q: 'phantom zzzzzz' })).toEqual([]);
    });

    it('suggests a spelling when nothing is found', async () => {
      const { items, didYouMean } = await movies({ q: 'amoxx' });
      expect(items).toEqual([]);
      expect(didYouMean).toBe('amour');
      expect(await movies({ q: 'amelie' })).not.toHaveProperty('didYouMean');
      expect(await movies({ q: 'qqqqqqqq' })).not.toHaveProperty('didYouMean');
    });

    it('suggests only what would be found, and the nearest of it', async () => {
      // "amour" is as near, but not shown in Paris.
      expect(await movies({ q: 'amoxx', city: 'paris', bookable: true })).not.toHaveProperty('didYouMean');
      // Each word is known, yet no title has both.
      expect((await movies({ q: 'phantom amelxx' })).didYouMean).toBeUndefined();
      expect((await movies({ q: 'phantom menaxx' })).items).toHaveLength(1);
      expect((await movies({ q: 'phantom qqqqqqqq' })).didYouMean).toBe('phantom');
    });

    it('lists all movies that the words find, those without a bookable show last with none', async () => {
      const listed = async (request: Omit<SearchRequest, 'nowMs'>, page: PageRequest = all) =>
        (await movies(request, page)).items.map(({ title, showtimeCount }) => [title, showtimeCount]);
      expect(await listed({ q: 'phantom' })).toEqual([
        ['The Phantom Menace', 1],
        ['Phantom Thread', 0],
      ]);
      expect(await listed({ q: 'ocean' })).toEqual([["Ocean's Eleven", 0]]);
      expect(await titles({ q: 'phantom', bookable: true })).toEqual(['The Phantom Menace']);
      expect(await titles({ q: 'phantom', bookable: false })).toEqual([
        'Phantom Thread',
        'The Phantom Menace',
      ]);
      for (const sort of ['relevance', 'time', 'price', 'title'] as const) {
        const first = await movies({ q: 'phantom', sort }, { limit: 1 });
        const second = await movies({ q: 'phantom', sort }, { limit: 1, cursor: first.nextCursor ?? '' });
        const found = [...first.items, ...second.items].map(({ title }) => title);
        expect(found).toEqual(['The Phantom Menace', 'Phantom Thread']);
        expect(second.nextCursor).toBeNull();
      }
    });

    it('counts the shows that meet what was asked', async () => {
      const count = async (request: Omit<SearchRequest, 'nowMs'>, atMs = nowMs) =>
        (await target.search.movies({ q: 'amelie', ...request, nowMs: atMs }, all)).items.map(
          ({ showtimeCount }) => showtimeCount,
        );
      expect(await count({})).toEqual([2]);
      expect(await count({ city: 'lyon' })).toEqual([1]);
      expect(await count({ language: 'fr' })).toEqual([1]);
      expect(await count({ language: 'de' })).toEqual([0]);
      expect(await count({ near: lyon.location })).toEqual([1]);
      expect(await count({ fromMs: soonMs + minutes(1) })).toEqual([1]);
      expect(await count({}, soonMs + minutes(15))).toEqual([1]);
      expect(await count({}, soonMs + minutes(75))).toEqual([0]);
    });

    it('counts and sorts what is left of the shows of a day', async () => {
      await appendEvents(target.events, ...movie(80, 'Twice a Day'));
      const where = { movieId: uuid(80), theaterId: uuid(13) };
      await show(target.events, 81, soonMs, where);
      await show(target.events, 82, soonMs + minutes(300), {
        ...where,
        priceTerms: { ...priceTerms, base: usd(3_000) },
      });
      await target.settle();
      const twice = async (atMs: number) =>
        (await target.search.movies({ q: 'twice', nowMs: atMs }, all)).items.map(
          ({ showtimeCount }) => showtimeCount,
        );
      expect(await twice(nowMs)).toEqual([2]);
      expect(await twice(soonMs + minutes(16))).toEqual([1]);
      expect(await twice(soonMs + minutes(316))).toEqual([0]);
      await appendEvents(target.events, `showtime-${uuid(81)}`, cancelled);
      await target.settle();
      expect(await twice(nowMs)).toEqual([1]);
      await appendEvents(target.events, `showtime-${uuid(82)}`, salesClosed);
      await target.settle();
      expect(await twice(nowMs)).toEqual([0]);
    });

    it('finds titles however their words are joined, and initials', async () => {
      const names = [
        'Spider-Man',
        'Star Wars',
        'Face/Off',
        'E.T.',
        'S.W.A.T.',
        '8½',
        'Ant-Man',
        'Batman',
        'Deadpool',
      ];
      for (const [n, title] of names.entries()) await appendEvents(target.events, ...movie(60 + n, title));
      await appendEvents(target.events, ...movie(70, 'कल', { directors: ['Céline Sciamma'] }));
      await appendEvents(target.events, ...movie(71, 'काल'));
      await appendEvents(target.events, ...movie(72, 'कुल'));
      await target.settle();
      const asked: readonly [string, string][] = [
        ['spiderman', 'Spider-Man'],
        ['spider man', 'Spider-Man'],
        ['spidreman', 'Spider-Man'],
        ['starwars', 'Star Wars'],
        ['faceoff', 'Face/Off'],
        ['E.T.', 'E.T.'],
        ['et', 'E.T.'],
        ['swat', 'S.W.A.T.'],
        ['S.W.A.T', 'S.W.A.T.'],
        ['8 1/2', '8½'],
        ['8½', '8½'],
        ['antman', 'Ant-Man'],
        ['bat man', 'Batman'],
        ['dead pool', 'Deadpool'],
        ['sciamma', 'कल'],
        ['कल', 'कल'],
        ['काल', 'काल'],
        ['कुल', 'कुल'],
      ];
      for (const [q, title] of asked) expect([q, await titles({ q })]).toEqual([q, [title]]);
      for (const [q, title] of [
        ['spiderm', 'Spider-Man'],
        ['starwars', 'Star Wars'],
        ['swat', 'S.W.A.T.'],
      ] as const) {
        const { items } = await target.search.suggest(q, nowMs);
        expect(items.map((each) => each.title)).toEqual([title]);
      }
    });

    it('meets all filters by one and the same show', async () => {
      expect(await titles({ city: 'LYON' })).toEqual(['Amélie', 'Amour']);
      expect(await titles({ city: 'lyon', language: 'fr' })).toEqual([]);
      expect(await titles({ language: 'FR', format: 'imax' })).toEqual(['Amélie']);
      expect(await titles({ date: '2026-12-02' })).toEqual(['Amour']);
      expect(await titles({ fromMs: soonMs + minutes(10), untilMs: soonMs + minutes(30) })).toEqual([
        'The Phantom Menace',
        '千と千尋の神隠し',
      ]);
      expect(await titles({ genre: 'comedy' })).toEqual(['Amélie']);
      expect(await titles({ rating: 'pg-13' })).toEqual(['Amour']);
      expect(await titles({ near: paris, radiusKm: 5 })).toEqual([
        'Amélie',
        'The Phantom Menace',
        '千と千尋の神隠し',
      ]);
    });

    it('finds theaters by what they show', async () => {
      expect(await names({ genre: 'romance' })).toEqual(['Comœdia', 'Le Rex']);
      expect(await names({ genre: 'romance', format: 'IMAX' })).toEqual(['Le Rex']);
      expect(await names({ city: 'paris' })).toEqual(['Le Champo', 'Le Rex']);
      expect(await names({ q: 'rex', date: '2026-12-02' })).toEqual([]);
    });

    it('sorts by relevance, time, price, distance and title', async () => {
      expect(await titles({ q: 'am' })).toEqual(['Amélie', 'Amour']);
      expect(await titles({ sort: 'time' })).toEqual([
        'Amélie',
        'The Phantom Menace',
        '千と千尋の神隠し',
        'Amour',
      ]);
      expect((await titles({ sort: 'price' })).at(-1)).toBe('Amour');
      expect((await titles({ near: lyon.location, radiusKm: 1_000, sort: 'distance' })).slice(0, 2)).toEqual([
        'Amélie',
        'Amour',
      ]);
      const { items } = await theaters({ near: { lat: 48.85, lng: 2.343 } });
      expect(items.map((row) => row.name)).toEqual(['Le Champo', 'Le Rex', 'Comœdia']);
      expect(items.map(({ distanceKm = -1 }) => Math.round(distanceKm))).toEqual([0, 1, 391]);
    });

    it('counts what was found by genre, rating, language, format, city and date', async () => {
      const { facets } = await movies({ city: 'lyon', facets: true }, { limit: 1 });
      expect(facets).toEqual({
        genre: ['Comedy', 'Drama', 'Romance'].map((value) => ({ value, count: 1 })),
        rating: ['PG-13', 'R'].map((value) => ({ value, count: 1 })),
        language: [{ value: 'en', count: 2 }],
        format: [{ value: '2D', count: 2 }],
        city: [{ value: 'Lyon', count: 2 }],
        date: [
          { value: '2026-12-01', count: 1 },
          { value: '2026-12-02', count: 1 },
        ],
      });
      expect(await movies({ city: 'lyon' })).not.toHaveProperty('facets');
    });

    it('suggests titles by how their words begin, those on sale first', async () => {
      const { items } = await target.search.suggest('phan', nowMs);
      expect(items.map(({ title }) => title)).toEqual(['The Phantom Menace', 'Phantom Thread']);
      expect((await target.search.suggest('  ', nowMs)).items).toEqual([]);
    });

    it('gives every item once over pages, in every order', async () => {
      const read = async <Row extends { readonly id: string }>(
        ask: (page: PageRequest) => Promise<Page<Row>>,
      ): Promise<readonly string[]> => {
        const ids: string[] = [];
        let cursor: string | undefined;
        for (let page = 0; page < 20; page += 1) {
          const answer = await ask(cursor === undefined ? { limit: 1 } : { limit: 1, cursor });
          ids.push(...answer.items.map(({ id }) => id));
          if (answer.nextCursor === null) return ids;
          cursor = answer.nextCursor;
        }
        throw new Error('the list does not end');
      };
      for (const sort of ['relevance', 'time', 'price', 'distance', 'title'] as const) {
        const request = { near: paris, radiusKm: 1_000, sort };
        const whole = (await movies(request)).items.map(({ id }) => id);
        expect(whole).toHaveLength(4);
        expect(await read((page) => movies(request, page))).toEqual(whole);
      }
      const whole = (await theaters({ near: paris })).items.map(({ id }) => id);
      expect(await read((page) => theaters({ near: paris }, page))).toEqual(whole);
      await expect(movies({ q: 'am' }, { limit: 1, cursor: 'bm9uZQ' })).rejects.toThrow(InvalidCursor);
    });

    it('follows edits, and forgets words that are gone', async () => {
      const data = { movieId: uuid(2), title: 'Liebe', runtimeMinutes: 100, genres: ['Drama'] };
      await appendEvents(target.events, `movie-${uuid(2)}`, { type: 'MovieRevised', data });
      const cheap = { ...priceTerms, base: usd(100) };
      await appendEvents(target.events, `showtime-${uuid(33)}`, {
        type: 'PricingChanged',
        data: { priceTerms: cheap },
      });
      await target.settle();
      expect(await titles({ q: 'liebe' })).toEqual(['Liebe']);
      expect(await titles({ q: 'amour' })).toEqual([]);
      expect((await titles({ sort: 'price' })).at(0)).toBe('Liebe');
    });

    it('finds shows by what their movie and their theater are called now', async () => {
      const moved = theater(12, 'Comœdia', { ...lyon, city: 'Villeurbanne' });
      await appendEvents(target.events, moved[0], { ...moved[1], type: 'TheaterRevised' });
      const retold = movie(3, 'The Phantom Menace', { genres: ['Adventure'], rating: 'PG' });
      await appendEvents(target.events, retold[0], { ...retold[1], type: 'MovieRevised' });
      await target.settle();
      expect(await titles({ city: 'lyon' })).toEqual([]);
      expect(await titles({ city: 'villeurbanne' })).toEqual(['Amélie', 'Liebe']);
      expect(await names({ genre: 'adventure', rating: 'PG' })).toEqual(['Le Champo']);
      expect((await theaters({ facets: true, bookable: true })).facets?.genre).toContainEqual({
        value: 'Adventure',
        count: 1,
      });
    });

    it('sorts by price within a currency and weighs none against another', async () => {
      const price = (amount: number, currency: string) => ({
        priceTerms: { ...priceTerms, base: { amount, currency } },
      });
      const told: readonly [number, string, number, string][] = [
        [41, 'Yen', 1_900, 'JPY'],
        [42, 'Dear Euro', 2_000, 'EUR'],
        [43, 'Euro', 1_150, 'EUR'],
        [44, 'Few Yen', 900, 'JPY'],
      ];
      for (const [n, title, amount, currency] of told) {
        await appendEvents(target.events, ...movie(n, title, { genres: ['Money'] }));
        const where = { movieId: uuid(n), theaterId: uuid(11), ...price(amount, currency) };
        await show(target.events, n + 10, soonMs, where);
      }
      await target.settle();
      const expected = ['Euro', 'Dear Euro', 'Few Yen', 'Yen'];
      expect(await titles({ genre: 'money', sort: 'price' })).toEqual(expected);
      // Nothing to sort by comes last, by title, and pages go on through it.
      await appendEvents(target.events, ...movie(45, 'Free', { genres: ['Money'] }));
      await target.settle();
      const request = { genre: 'money', sort: 'price', bookable: false } as const;
      expect(await titles(request)).toEqual([...expected, 'Free']);
      const { nextCursor } = await movies(request, { limit: 4 });
      const rest = await movies(request, { limit: 4, cursor: nextCursor ?? '' });
      expect(rest.items.map(({ title }) => title)).toEqual(['Free']);
    });
  });
};
