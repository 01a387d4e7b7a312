import { DateTime, IANAZone } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { DemoShowtime } from '../../src/demo/dayPlan.ts';
import { businessDateOf } from '../../src/domain/kernel/businessDate.ts';
import { catalogAt, sources } from './catalogs.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const saturday = '2026-11-21T10:00:00.000Z';
const nextTuesday = '2026-11-24T22:30:00.000Z';

/** Pairs of neighbours in one hall that leave less than twenty minutes between them. */
const clashesIn = (showtimes: readonly DemoShowtime[]): string[] => {
  const byHall = Map.groupBy(showtimes, ({ hall }) => hall.id);
  return [...byHall.values()].flatMap((inHall) => {
    const inOrder = inHall.toSorted((a, b) => a.startsAtMs - b.startsAtMs);
    return inOrder.flatMap((next, index) => {
      const before = inOrder[index - 1];
      if (before === undefined) return [];
      const gapMs = next.startsAtMs - (before.startsAtMs + before.film.runtimeMinutes * 60_000);
      return gapMs < 20 * 60_000 ? [`${before.key} → ${next.key}: ${gapMs / 60_000} min`] : [];
    });
  });
};

const union = (...lists: readonly (readonly DemoShowtime[])[]): DemoShowtime[] => [
  ...new Map(lists.flat().map((showtime) => [showtime.id, showtime])).values(),
];

const localStart = ({ startsAtMs, hall }: DemoShowtime): DateTime =>
  DateTime.fromMillis(startsAtMs, { zone: hall.theater.timeZone });

describe('the demo catalog', () => {
  const catalog = catalogAt(saturday);

  test('has the films, theaters, cities and halls that the demo promises', () => {
    expect(catalog.films).toHaveLength(1_203);
    expect(catalog.theaters.length).toBeGreaterThanOrEqual(60);
    expect(new Set(catalog.theaters.map(({ city }) => city)).size).toBeGreaterThanOrEqual(20);
    for (const theater of catalog.theaters) {
      const halls = catalog.halls.filter((hall) => hall.theater.id === theater.id);
      expect(halls.length).toBeGreaterThanOrEqual(3);
      expect(new Set(halls.map(({ name }) => name)).size).toBe(halls.length);
    }
    expect(new Set(catalog.theaters.map(({ name }) => name)).size).toBe(catalog.theaters.length);
  });

  test('stands on every continent, in time zones that exist, within a few kilometres of its cities', () => {
    const continents = new Set(catalog.theaters.map(({ timeZone }) => timeZone.split('/')[0]));
    expect([...continents].sort()).toEqual(['Africa', 'America', 'Asia', 'Australia', 'Europe', 'Pacific']);
    expect(catalog.theaters.some(({ timeZone }) => timeZone === 'America/Sao_Paulo')).toBe(true);
    for (const { timeZone, city, country, location } of catalog.theaters) {
      expect(IANAZone.isValidZone(timeZone)).toBe(true);
      expect(country).toMatch(/^[A-Z]{2}$/);
      const centre = sources.cities.find((other) => other.name === city && other.country === country);
      if (centre === undefined) throw new Error(`no city for ${city}`);
      const northKm = (location.lat - centre.lat) * 111.32;
      const eastKm = (location.lng - centre.lng) * 111.32 * Math.cos((centre.lat * Math.PI) / 180);
      expect(Math.hypot(northKm, eastKm)).toBeLessThan(3.01);
    }
  });

  test('every id is a version 8 UUID of its own', () => {
    const { films, theaters, halls, showtimes } = catalog;
    const ids = [...films, ...theaters, ...halls, ...showtimes].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  test('is the same whenever it is made for the same moment', () => {
    expect(catalogAt(saturday)).toEqual(catalog);
  });

  test.each([saturday, nextTuesday, '2026-03-27T23:59:59.000Z', '2027-01-01T00:00:00.000Z'])(
    'fills the week after %s: at least 2,000 showtimes, at least 250 on every day, none in the past',
    (now) => {
      const { showtimes } = catalogAt(now);
      const nowMs = Date.parse(now);
      for (const { startsAtMs } of showtimes) expect(startsAtMs).toBeGreaterThanOrEqual(nowMs + 30 * 60_000);
      const week = showtimes.filter(({ startsAtMs }) => startsAtMs < nowMs + 7 * dayMs);
      expect(week.length).toBeGreaterThan(2_000);
      for (let day = 0; day < 7; day++) {
        const from = nowMs + day * dayMs;
        const onDay = week.filter(({ startsAtMs }) => startsAtMs >= from && startsAtMs < from + dayMs);
        expect(onDay.length).toBeGreaterThan(250);
      }
    },
  );

  test('lets nothing clash, cleaning included, over weeks that were filled on different days', () => {
    const weeks = union(catalog.showtimes, catalogAt(nextTuesday).showtimes);
    expect(weeks.length).toBeGreaterThan(catalog.showtimes.length + 1_000);
    expect(clashesIn(weeks)).toEqual([]);
  });

  test.each([
    '2026-03-06',
    '2026-03-27',
    '2026-04-03',
    '2026-04-23',
    '2026-09-04',
    '2026-10-23',
    '2026-10-30',
  ])('lets nothing clash in the week of %s, when clocks change somewhere', (date) => {
    expect(clashesIn(catalogAt(`${date}T00:00:00.000Z`).showtimes)).toEqual([]);
  });

  test('the plan of a date does not depend on the day one looks from', () => {
    const later = new Map(catalogAt(nextTuesday).showtimes.map((showtime) => [showtime.id, showtime]));
    const shared = catalog.showtimes.filter(({ id }) => later.has(id));
    expect(shared.length).toBeGreaterThan(1_000);
    for (const showtime of shared) expect(later.get(showtime.id)).toEqual(showtime);
  });

  test('a showtime after midnight belongs to the date it was planned for', () => {
    for (const { key, startsAtMs, hall } of catalog.showtimes) {
      const planned = key.split('/').at(-2);
      expect(businessDateOf(new Date(startsAtMs).toISOString(), hall.theater.timeZone)).toBe(planned);
    }
  });

  test('plays from ten in the morning to after midnight, local time, on whole five minutes', () => {
    const starts = catalog.showtimes.map(localStart);
    for (const start of starts) {
      const sinceTen = (start.hour * 60 + start.minute - 10 * 60 + 1_440) % 1_440;
      expect(sinceTen).toBeLessThanOrEqual(14 * 60 + 50);
      expect(start.minute % 5).toBe(0);
    }
    const share = (test: (start: DateTime) => boolean): number => starts.filter(test).length / starts.length;
    expect(share(({ hour }) => hour === 0)).toBeGreaterThan(0.01);
    expect(share(({ hour }) => hour >= 10 && hour <= 12)).toBeGreaterThan(0.08);
    expect(share(({ hour }) => hour >= 18 && hour <= 20)).toBeGreaterThan(0.35);
  });

  test('shows 40 to 60 films a week, the popular ones in many theaters, children´s films not at night', () => {
    const aWeek = catalog.showtimes.filter(
      ({ startsAtMs }) => startsAtMs < Date.parse('2026-11-26T00:00:00.000Z'),
    );
    const theatersOf = (id: string): number =>
      new Set(aWeek.filter(({ film }) => film.id === id).map(({ hall }) => hall.theater.id)).size;
    const films = new Set(aWeek.map(({ film }) => film.id));
    expect(films.size).toBeGreaterThanOrEqual(40);
    expect(films.size).toBeLessThanOrEqual(60);
    expect([...films].filter((id) => theatersOf(id) >= 30).length).toBeGreaterThanOrEqual(2);
    for (const showtime of catalog.showtimes) {
      if (localStart(showtime).hour < 10) expect(showtime.film.rating).not.toBe('G');
    }
  });

  test('asks plausible prices in the money of the country', () => {
    const currencyOf = (city: string): string | undefined =>
      catalog.showtimes.find(({ hall }) => hall.theater.city === city)?.basePrice.currency;
    expect(['New York', 'London', 'Paris', 'Tokyo', 'Sao Paulo'].map(currencyOf)).toEqual([
      'USD',
      'GBP',
      'EUR',
      'JPY',
      'BRL',
    ]);
    for (const { basePrice, hall } of catalog.showtimes) {
      expect(Number.isSafeInteger(basePrice.amount)).toBe(true);
      if (hall.theater.country === 'JP') {
        expect(basePrice.amount).toBeGreaterThanOrEqual(1_500);
        expect(basePrice.amount).toBeLessThanOrEqual(2_700);
      }
      if (hall.theater.country === 'US') {
        expect(basePrice.amount).toBeGreaterThanOrEqual(1_000);
        expect(basePrice.amount).toBeLessThanOrEqual(2_000);
      }
    }
  });

  test('plays in 2D, 3D and IMAX and in the languages of the country', () => {
    const formats = new Set(catalog.showtimes.map(({ format }) => format));
    expect([...formats].sort()).toEqual(['2D', '3D', 'IMAX']);
    const inTokyo = catalog.showtimes.filter(({ hall }) => hall.theater.city === 'Tokyo');
    expect(new Set(inTokyo.map(({ language }) => language))).toEqual(new Set(['ja', 'en']));
  });
});
