import { z } from 'zod';
import { readPackageJson } from './packageFile.ts';

export interface DemoCity {
  readonly name: string;
  readonly country: string;
  readonly lat: number;
  readonly lng: number;
  readonly timeZone: string;
  readonly theaterCount: number;
}

export const cityRowSchema = z.object({
  city_ascii: z.string(),
  // -99 for a country without an agreed code.
  iso2: z.union([z.string(), z.number()]),
  lat: z.number(),
  lng: z.number(),
  pop: z.number(),
  timezone: z.string().nullable(),
});
export type CityRow = z.output<typeof cityRowSchema>;

/** Cities of every continent with cinemas, and of half-hour time zones. */
const chosen: readonly (readonly [name: string, country: string, theaterCount: number])[] = [
  ['New York', 'US', 4],
  ['Los Angeles', 'US', 3],
  ['Chicago', 'US', 2],
  ['San Francisco', 'US', 2],
  ['Toronto', 'CA', 2],
  ['Mexico City', 'MX', 2],
  ['Bogota', 'CO', 1],
  ['Lima', 'PE', 1],
  ['Santiago', 'CL', 1],
  ['Buenos Aires', 'AR', 2],
  ['Sao Paulo', 'BR', 2],
  ['London', 'GB', 4],
  ['Paris', 'FR', 3],
  ['Berlin', 'DE', 3],
  ['Madrid', 'ES', 2],
  ['Rome', 'IT', 2],
  ['Amsterdam', 'NL', 2],
  ['Stockholm', 'SE', 1],
  ['Warsaw', 'PL', 2],
  ['Istanbul', 'TR', 2],
  ['Cairo', 'EG', 1],
  ['Lagos', 'NG', 1],
  ['Nairobi', 'KE', 1],
  ['Johannesburg', 'ZA', 1],
  ['Cape Town', 'ZA', 1],
  ['Dubai', 'AE', 1],
  ['Mumbai', 'IN', 2],
  ['Delhi', 'IN', 2],
  ['Bangkok', 'TH', 1],
  ['Singapore', 'SG', 2],
  ['Seoul', 'KR', 2],
  ['Tokyo', 'JP', 3],
  ['Sydney', 'AU', 2],
  ['Melbourne', 'AU', 2],
  ['Auckland', 'NZ', 1],
];

/** The largest city of each name in its country. Throws when the table lacks one. */
export const citiesOf = (rows: readonly CityRow[]): readonly DemoCity[] => {
  const largest = new Map<string, CityRow>();
  for (const row of rows) {
    const key = `${row.city_ascii}, ${row.iso2}`;
    if (row.pop > (largest.get(key)?.pop ?? -1)) largest.set(key, row);
  }
  return chosen.map(([name, country, theaterCount]) => {
    const row = largest.get(`${name}, ${country}`);
    if (row === undefined || row.timezone === null) {
      throw new Error(`city-timezones does not know the time zone of ${name}, ${country}`);
    }
    return { name, country, lat: row.lat, lng: row.lng, timeZone: row.timezone, theaterCount };
  });
};

export const readCities = async (): Promise<readonly DemoCity[]> =>
  citiesOf(
    await readPackageJson(import.meta.resolve('city-timezones'), 'data/cityMap.json', z.array(cityRowSchema)),
  );
