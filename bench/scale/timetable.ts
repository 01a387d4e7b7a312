/** Which films run where and when: several theaters a city, a week's films per theater, shows in all its halls every day. */
import { type DemoCity, readCities } from '../../src/demo/cities.ts';
import { demoChoice, demoFraction, demoId } from '../../src/demo/demoId.ts';
import { type DemoFilm, readFilms } from '../../src/demo/films.ts';
import { layoutSeats } from '../../src/demo/layoutSeats.ts';
import { layoutTemplates } from '../../src/demo/layoutTemplates.ts';
import type { Seat } from '../../src/domain/seating/seat.ts';

const timetableLimits = {
  theatersMax: 250,
  hallsOfTheater: 8,
  showsOfHall: 5,
  filmsOfWeek: 12,
  /** With the cleaning after it, one fits between two starts in a hall. */
  runtimeMinutesMax: 150,
} as const;
const { theatersMax, hallsOfTheater, showsOfHall, filmsOfWeek, runtimeMinutesMax } = timetableLimits;
const showsOfTheater = hallsOfTheater * showsOfHall;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const firstShowMs = 9 * hourMs;
const betweenShowsMs = 3 * hourMs;
const betweenHallsMs = 10 * minuteMs;
const languages = ['en', 'fr', 'de', 'es', 'ja'];
const formats = ['2D', '3D', 'IMAX'];

export interface PlannedTheater extends DemoCity {
  readonly id: string;
  readonly halls: readonly { readonly id: string; readonly seats: readonly Seat[] }[];
}

export interface PlannedShow {
  readonly id: string;
  readonly film: DemoFilm;
  readonly theater: PlannedTheater;
  readonly hallId: string;
  readonly startsAt: string;
  readonly format: string;
  readonly language: string;
  readonly priceMinor: number;
}

export interface Timetable {
  readonly films: readonly DemoFilm[];
  readonly theaters: readonly PlannedTheater[];
  show(n: number): PlannedShow;
}

const theaterAt = (cities: readonly DemoCity[], at: number): PlannedTheater => {
  const city = demoChoice(`scale/city/${at}`, cities);
  const id = demoId(`scale/theater/${at}`);
  return {
    ...city,
    id,
    name: city.name,
    lat: city.lat + demoFraction(`scale/lat/${at}`) / 5,
    lng: city.lng + demoFraction(`scale/lng/${at}`) / 5,
    halls: Array.from({ length: hallsOfTheater }, (_, hall) => ({
      id: demoId(`scale/hall/${at}/${hall}`),
      seats: layoutSeats(demoChoice(`scale/layout/${at}/${hall}`, layoutTemplates, ({ weight }) => weight)),
    })),
  };
};

/** @param firstDayMs midnight UTC of the first day of shows */
export const planTimetable = async (showtimes: number, firstDayMs: number): Promise<Timetable> => {
  const films = (await readFilms()).filter(({ runtimeMinutes }) => runtimeMinutes <= runtimeMinutesMax);
  const cities = await readCities();
  const theaterCount = Math.max(1, Math.min(theatersMax, Math.ceil(showtimes / showsOfTheater)));
  const theaters = Array.from({ length: theaterCount }, (_, at) => theaterAt(cities, at));
  const weeks = new Map<string, Pick<PlannedShow, 'film' | 'format' | 'language'>>();
  const runningAs = (key: string) => {
    const known = weeks.get(key);
    if (known !== undefined) return known;
    const film = demoChoice(`scale/film/${key}`, films);
    const format = demoChoice(`scale/format/${key}`, formats);
    const made = { film, format, language: demoChoice(`scale/language/${key}`, languages) };
    weeks.set(key, made);
    return made;
  };
  const show = (n: number): PlannedShow => {
    const at = n % theaterCount;
    const slot = Math.floor(n / theaterCount);
    const day = Math.floor(slot / showsOfTheater);
    const place = slot % showsOfTheater;
    const hall = place % hallsOfTheater;
    const theater = theaters[at];
    const hallId = theater?.halls[hall]?.id;
    if (theater === undefined || hallId === undefined) throw new Error(`no place for show ${n}`);
    const timeMs = firstShowMs + Math.floor(place / hallsOfTheater) * betweenShowsMs + hall * betweenHallsMs;
    return {
      id: demoId(`scale/showtime/${n}`),
      ...runningAs(`${at}/${Math.floor(day / 7)}/${place % filmsOfWeek}`),
      theater,
      hallId,
      startsAt: new Date(firstDayMs + day * dayMs + timeMs).toISOString(),
      priceMinor: 900 + (at % 7) * 50,
    };
  };
  return { films, theaters, show };
};
