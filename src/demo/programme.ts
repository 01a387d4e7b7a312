import { demoFraction } from './demoId.ts';
import type { DemoFilm } from './films.ts';

const epochDayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/** Cinema weeks begin on Friday; 1970-01-01 was a Thursday. */
export const cinemaWeekOf = (date: string): number => Math.floor((epochDayOf(date) - 1) / 7);

export interface ShowingFilm {
  readonly film: DemoFilm;
  readonly weight: number;
}

const openingsPerWeek = 16;
/** In a film's first, second and third week. */
const weightByWeek = [1, 0.7, 0.45] as const;

/** Groups by renown, each shuffled. One film of each opens every week: one or two hits and some rarities. */
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

/** 48 films; the better known and newer weigh more. */
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

/** A weighted draw without replacement. */
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
