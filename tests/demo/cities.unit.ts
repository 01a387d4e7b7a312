import { expect, test } from 'vitest';
import { type CityRow, citiesOf } from '../../src/demo/cities.ts';
import { sources } from './catalogs.ts';

const rows = (changes: Partial<CityRow> = {}): CityRow[] =>
  sources.cities.map(({ name, country, lat, lng, timeZone }) => ({
    city_ascii: name,
    iso2: country,
    lat,
    lng,
    pop: 1_000_000,
    timezone: timeZone,
    ...(name === 'Paris' ? changes : {}),
  }));

test('takes the coordinates and time zones of the table', () => {
  const paris = sources.cities.find(({ name }) => name === 'Paris');
  expect(paris).toEqual({
    name: 'Paris',
    country: 'FR',
    lat: 48.86669293,
    lng: 2.333335326,
    timeZone: 'Europe/Paris',
    theaterCount: 3,
  });
});

test('takes the largest city of a name in its country', () => {
  const village = { city_ascii: 'Paris', iso2: 'FR', lat: 1, lng: 1, pop: 12, timezone: 'Europe/Paris' };
  const elsewhere = {
    city_ascii: 'Paris',
    iso2: 'US',
    lat: 2,
    lng: 2,
    pop: 9e9,
    timezone: 'America/Chicago',
  };
  expect(citiesOf([village, elsewhere, ...rows()])).toEqual(sources.cities);
  expect(citiesOf([...rows(), village, elsewhere])).toEqual(sources.cities);
});

test('names a city that the table lacks or has no time zone for', () => {
  expect(() => citiesOf(rows({ timezone: null }))).toThrow('time zone of Paris, FR');
  expect(() => citiesOf(rows({ city_ascii: 'Lutetia' }))).toThrow('time zone of Paris, FR');
});
