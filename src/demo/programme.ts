/** Every Friday some films open, and each stays three weeks: a function of the date alone. */
import { demoFraction } from './demoId.ts';
import type { DemoFilm } from './films.ts';

/** Days since 1970-01-01 of a calendar date; `2026-11-21` and the same date elsewhere are the same day. */
const epochDayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** Cinema weeks begin on Friday; 1970-01-01 was a Thursday. */
export const cinemaWeekOf = (date: string): number => Math.floor((epochDayOf(date) - 1) / 7);

export interface ShowingFilm {
  readonly film: DemoFilm;
  /** How much of the programme it takes, beside the others. */
  readonly weight: number;
}

const openingsPerWeek = 16;
/** How strong a film is in its first, second and third week. */
const weightByWeek = [1, 0.7, 0.45] as const;

/**
 * Films in `openingsPerWeek` groups from the best known to the least, each in an order of its own. One of each
 * group opens every week: one or two hits and some rarities.
 */
const groupsOf = (films: readonly DemoFilm[]): readonly (readonly DemoFilm[])[] => {
  const byFame = films.toSorted((a, b) => b.votes - a.votes || (a.id < b.id ? -1 : 1));
  const size = Math.floor(byFame.length / openingsPerWeek);
  if (size < weightByWeek.length) throw new Error(`${films.length} films are too few for a programme`);
  return Array.from({ length: openingsPerWeek }, (_, group) =>
    byFame
      .slice(group * size, (group + 1) * size)
      .map((film) => ({ film, order: demoFraction(`${film.id}/opening`) }))
      .sort((a, b) => a.order - b.order)
      .map(({ film }) => film),
  );
};

/** The films of a cinema week, 48 of them; the better known and the newer, the more weight. */
export type Programme = (cinemaWeek: number) => readonly ShowingFilm[];

export const programmeOf = (films: readonly DemoFilm[]): Programme => {
  const groups = groupsOf(films);
  const weeks = new Map<number, readonly ShowingFilm[]>();
  return (cinemaWeek) => {
    const known = weeks.get(cinemaWeek);
    if (known !== undefined) return known;
    const showing = weightByWeek.flatMap((weekWeight, age) =>
      groups.flatMap((group, fame) => {
        const film = group[(cinemaWeek - age + fame) % group.length];
        return film === undefined ? [] : [{ film, weight: weekWeight / (fame + 1) ** 0.8 }];
      }),
    );
    weeks.set(cinemaWeek, showing);
    return showing;
  };
};

/** The `count` films that one theater takes: a draw without replacement in which weight counts. */
export const filmsOfTheater = (
  showing: readonly ShowingFilm[],
  key: string,
  count: number,
): readonly ShowingFilm[] =>
  showing
    .map((choice) => ({
      choice,
      luck: demoFraction(`${key}/${choice.film.id}`) ** (1 / choice.weight),
    }))
    .sort((a, b) => b.luck - a.luck)
    .slice(0, count)
    .map(({ choice }) => choice);
