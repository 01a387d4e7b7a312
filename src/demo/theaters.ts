import type { DemoCity } from './cities.ts';
import { demoChoice, demoFraction, demoId } from './demoId.ts';
import { grand, type LayoutTemplate, layoutTemplates } from './layoutTemplates.ts';

export interface DemoHall {
  readonly id: string;
  readonly key: string;
  readonly theater: DemoTheater;
  readonly name: string;
  readonly template: LayoutTemplate;
  readonly has3d: boolean;
}

export interface DemoTheater {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly city: string;
  readonly country: string;
  readonly location: { readonly lat: number; readonly lng: number };
  readonly timeZone: string;
}

const names = [
  ...['Lantern', 'Halcyon', 'Meridian', 'Nightingale', 'Silverleaf', 'Paragon', 'Zephyr', 'Foxglove'],
  ...['Beacon', 'Marigold', 'Northlight', 'Kestrel', 'Velvet Row', 'Clocktower', 'Juniper', 'Starling'],
  ...['Old Customs', 'Copperfield', 'Saffron', 'Tidewater', 'Moonrise', 'Cordial', 'Larkspur'],
] as const;
const kinds = ['Cinema', 'Picture House', 'Film Palace', 'Screens', 'Playhouse', 'Filmhouse'] as const;

const kilometresPerDegree = 111.32;
const distanceFromCentreKmMax = 3;

const placeIn = (city: DemoCity, key: string): DemoTheater['location'] => {
  const angle = demoFraction(`${key}/angle`) * 2 * Math.PI;
  // The root distributes them evenly over the area.
  const distanceKm = Math.sqrt(demoFraction(`${key}/distance`)) * distanceFromCentreKmMax;
  const degrees = distanceKm / kilometresPerDegree;
  const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;
  return {
    lat: rounded(city.lat + degrees * Math.sin(angle)),
    lng: rounded(city.lng + (degrees * Math.cos(angle)) / Math.cos((city.lat * Math.PI) / 180)),
  };
};

export const demoTheaters = (cities: readonly DemoCity[]): readonly DemoTheater[] =>
  cities
    .flatMap((city) => Array.from({ length: city.theaterCount }, (_, index) => ({ city, index })))
    .map(({ city, index }, place) => {
      const key = `demo/theater/${city.country}/${city.name}/${index + 1}`;
      // 23 names and 6 kinds have no common divisor, so the pairs differ for 138 theaters.
      const name = `${names[place % names.length]} ${kinds[place % kinds.length]}`;
      return {
        id: demoId(key),
        key,
        name,
        city: city.name,
        country: city.country,
        location: placeIn(city, key),
        timeZone: city.timeZone,
      };
    });

const grandHallShare = 0.25;
const hallCounts = [
  { count: 3, weight: 70 },
  { count: 4, weight: 24 },
  { count: 5, weight: 6 },
] as const;

export const demoHallsOf = (theater: DemoTheater): readonly DemoHall[] => {
  const { count } = demoChoice(`${theater.key}/halls`, hallCounts, (choice) => choice.weight);
  const hasGrand = demoFraction(`${theater.key}/grand`) < grandHallShare;
  return Array.from({ length: count }, (_, index) => {
    const key = `${theater.key}/hall/${index + 1}`;
    const isGrand = hasGrand && index === 0;
    return {
      id: demoId(key),
      key,
      theater,
      name: isGrand ? 'Screen 1 IMAX' : `Screen ${index + 1}`,
      template: isGrand
        ? grand
        : demoChoice(`${key}/template`, layoutTemplates, (template) => template.weight),
      has3d: demoFraction(`${key}/3d`) < 0.5,
    };
  });
};
