/** Depends only on hall and business date. The last show ends before the first of the next date. */
import { DateTime } from 'luxon';
import { demoCountry } from './countries.ts';
import { demoChoice, demoFraction, demoId } from './demoId.ts';
import type { DemoFilm } from './films.ts';
import { grand } from './layoutTemplates.ts';
import type { ShowingFilm } from './programme.ts';
import type { DemoHall } from './theaters.ts';

export interface DemoShowtime {
  readonly id: string;
  /** For messages: `demo/showtime/US/New York/1/hall/2/2026-11-21/evening`. */
  readonly key: string;
  readonly hall: DemoHall;
  readonly film: DemoFilm;
  readonly startsAtMs: number;
  readonly format: string;
  readonly language: string;
  readonly basePrice: { readonly amount: number; readonly currency: string };
}

const minuteMs = 60_000;
const stepMinutes = 5;
const cleaningMinutes = 20;

interface Slot {
  readonly name: string;
  /** Earliest and latest usual start, in minutes from local noon. */
  readonly from: number;
  readonly to: number;
  /** Share of the halls that play it, Monday to Thursday. */
  readonly weekdayShare: number;
  readonly weekendShare: number;
  readonly pricePercent: number;
}

const slots: readonly Slot[] = [
  { name: 'morning', from: -120, to: 0, weekdayShare: 0.15, weekendShare: 0.3, pricePercent: 80 },
  { name: 'afternoon', from: 120, to: 225, weekdayShare: 0.25, weekendShare: 0.45, pricePercent: 90 },
  { name: 'evening', from: 360, to: 480, weekdayShare: 1, weekendShare: 1, pricePercent: 100 },
  { name: 'late', from: 570, to: 760, weekdayShare: 0.25, weekendShare: 0.5, pricePercent: 100 },
];

/** 00:50. A show that a long film pushes beyond it is left out. */
const lastStart = 770;

const spectacles = new Set(['Action', 'Adventure', 'Fantasy', 'Science Fiction', 'Superhero', 'Family']);
const isSpectacle = (film: DemoFilm): boolean => film.genres.some((genre) => spectacles.has(genre));
const isForChildren = (film: DemoFilm): boolean => film.rating === 'G' || film.genres.includes('Family');

const roundedUp = (minutes: number): number => Math.ceil(minutes / stepMinutes) * stepMinutes;

const filmFor = (key: string, slot: Slot, films: readonly ShowingFilm[]): DemoFilm => {
  const atNight = slot.name === 'late';
  const suited = atNight ? films.filter(({ film }) => !isForChildren(film)) : films;
  // The weight decided what the theater shows; a power of it decides how often.
  const choice = demoChoice(`${key}/film`, suited.length > 0 ? suited : films, ({ film, weight }) =>
    slot.name === 'morning' && isForChildren(film) ? 2 : weight ** 0.4,
  );
  return choice.film;
};

const formatFor = (key: string, hall: DemoHall, film: DemoFilm): string => {
  if (!isSpectacle(film)) return '2D';
  if (hall.template === grand) return 'IMAX';
  return hall.has3d && demoFraction(`${key}/format`) < 0.6 ? '3D' : '2D';
};

const formatPercent: Readonly<Record<string, number>> = { IMAX: 140, '3D': 120 };

const basePriceFor = (hall: DemoHall, slot: Slot, format: string): DemoShowtime['basePrice'] => {
  const { basePriceMinor, priceStepMinor, currency } = demoCountry(hall.theater.country);
  const exact = (basePriceMinor * slot.pricePercent * (formatPercent[format] ?? 100)) / 10_000;
  return { amount: Math.round(exact / priceStepMinor) * priceStepMinor, currency };
};

const languageFor = (key: string, country: string): string => {
  const { languages } = demoCountry(country);
  return demoChoice(`${key}/language`, languages, (language) => 1 / 2 ** languages.indexOf(language));
};

export const dayPlan = (
  hall: DemoHall,
  date: string,
  films: readonly ShowingFilm[],
): readonly DemoShowtime[] => {
  // Noon exists once on every day; minutes elapsed from it are right when clocks change.
  const noon = DateTime.fromISO(`${date}T12:00`, { zone: hall.theater.timeZone });
  const isWeekend = noon.weekday >= 5;
  const planned: DemoShowtime[] = [];
  let freeFrom = Number.NEGATIVE_INFINITY;
  for (const slot of slots) {
    const key = `demo/showtime/${hall.key.slice('demo/theater/'.length)}/${date}/${slot.name}`;
    const share = isWeekend ? slot.weekendShare : slot.weekdayShare;
    if (demoFraction(`${key}/played`) >= share) continue;
    const wanted = slot.from + roundedUp(demoFraction(`${key}/start`) * (slot.to - slot.from));
    const start = Math.max(wanted, freeFrom);
    if (start > lastStart) continue;
    const film = filmFor(key, slot, films);
    const format = formatFor(key, hall, film);
    planned.push({
      id: demoId(key),
      key,
      hall,
      film,
      startsAtMs: noon.toMillis() + start * minuteMs,
      format,
      language: languageFor(key, hall.theater.country),
      basePrice: basePriceFor(hall, slot, format),
    });
    freeFrom = start + roundedUp(film.runtimeMinutes) + cleaningMinutes;
  }
  return planned;
};
