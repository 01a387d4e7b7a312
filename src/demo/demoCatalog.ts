import { DateTime } from 'luxon';
import type { DemoCity } from './cities.ts';
import { type DemoShowtime, dayPlan } from './dayPlan.ts';
import type { DemoFilm } from './films.ts';
import { cinemaWeekOf, filmsOfTheater, programmeOf } from './programme.ts';
import { type DemoHall, type DemoTheater, demoHallsOf, demoTheaters } from './theaters.ts';

export interface DemoSources {
  readonly films: readonly DemoFilm[];
  readonly cities: readonly DemoCity[];
}

export interface DemoCatalog {
  readonly films: readonly DemoFilm[];
  readonly theaters: readonly DemoTheater[];
  readonly halls: readonly DemoHall[];
  readonly showtimes: readonly DemoShowtime[];
}

/** After today, in the theater's time zone. */
const daysAhead = 7;
const noticeMs = 30 * 60_000;
const filmsPerHall = 3;

/** Showtimes from half an hour after `nowMs` to the seventh business date after today's; a date's never vary. */
export const demoCatalog = (sources: DemoSources, nowMs: number): DemoCatalog => {
  const programme = programmeOf(sources.films);
  const theaters = demoTheaters(sources.cities);
  const hallsByTheater = theaters.map((theater) => demoHallsOf(theater));
  const showtimes: DemoShowtime[] = [];
  for (const halls of hallsByTheater) {
    const [first] = halls;
    if (first === undefined) continue;
    const { theater } = first;
    const today = DateTime.fromMillis(nowMs, { zone: theater.timeZone }).startOf('day');
    // Yesterday's last shows begin after midnight.
    for (let day = -1; day <= daysAhead; day++) {
      const date = today.plus({ days: day }).toFormat('yyyy-LL-dd');
      const week = cinemaWeekOf(date);
      const films = filmsOfTheater(
        programme(week),
        `${theater.key}/week/${week}`,
        halls.length * filmsPerHall,
      );
      for (const hall of halls) showtimes.push(...dayPlan(hall, date, films));
    }
  }
  return {
    films: sources.films,
    theaters,
    halls: hallsByTheater.flat(),
    showtimes: showtimes
      .filter((showtime) => showtime.startsAtMs >= nowMs + noticeMs)
      .sort((a, b) => a.startsAtMs - b.startsAtMs || (a.id < b.id ? -1 : 1)),
  };
};
