/** Repairs of the data are explained in docs/demo-catalog.md. */
import { DateTime } from 'luxon';
import { z } from 'zod';
import { demoId } from './demoId.ts';
import { readPackageJson } from './packageFile.ts';

export interface DemoFilm {
  readonly id: string;
  readonly title: string;
  readonly runtimeMinutes: number;
  readonly genres: readonly string[];
  readonly rating?: string;
  readonly releaseDate?: string;
  /** The number of votes measures how well known the film is. */
  readonly votes: number;
}

export const filmRowSchema = z.object({
  // Some titles are numbers: 300, 1408, 2012.
  Title: z.union([z.string(), z.number()]).nullable(),
  'Release Date': z.string().nullable(),
  'MPAA Rating': z.string().nullable(),
  'Running Time min': z.number().nullable(),
  'Major Genre': z.string().nullable(),
  'Creative Type': z.string().nullable(),
  'IMDB Votes': z.number().nullable(),
});
export type FilmRow = z.output<typeof filmRowSchema>;

/** The table was written before 2012; later years are of the century before (1939 became 2039). */
const lastYearOfTable = 2011;

/** Letters that were decoded with the wrong code page. */
const repairedLetters: Readonly<Record<string, string>> = { È: 'é', Ë: 'è', '‡': 'à' };

/** Kinds of story that people search for as genres. */
const genreOfCreativeType: Readonly<Record<string, string>> = {
  'Science Fiction': 'Science Fiction',
  Fantasy: 'Fantasy',
  'Kids Fiction': 'Family',
  'Super Hero': 'Superhero',
};

const releaseDateOf = (text: string | null): string | undefined => {
  const date = DateTime.fromFormat(text ?? '', 'LLL dd yyyy', { zone: 'utc', locale: 'en' });
  if (!date.isValid) return undefined;
  return (date.year > lastYearOfTable ? date.minus({ years: 100 }) : date).toISODate() ?? undefined;
};

const filmOf = (row: FilmRow): DemoFilm | undefined => {
  const { Title: title, 'Major Genre': genre, 'Running Time min': runtimeMinutes } = row;
  if (title === null || genre === null || runtimeMinutes === null) return undefined;
  const creativeGenre = genreOfCreativeType[row['Creative Type'] ?? ''];
  const releaseDate = releaseDateOf(row['Release Date']);
  return {
    id: demoId(`demo/movie/${title}/${row['Release Date'] ?? ''}`),
    title: String(title)
      .trim()
      .replaceAll(/[ÈË‡]/g, (letter) => repairedLetters[letter] ?? letter),
    runtimeMinutes,
    genres: [...genre.split('/'), ...(creativeGenre === undefined ? [] : [creativeGenre])],
    ...(row['MPAA Rating'] === null ? {} : { rating: row['MPAA Rating'] }),
    ...(releaseDate === undefined ? {} : { releaseDate }),
    votes: row['IMDB Votes'] ?? 0,
  };
};

export const filmsOf = (rows: readonly FilmRow[]): readonly DemoFilm[] =>
  rows.map(filmOf).filter((film) => film !== undefined);

export const readFilms = async (): Promise<readonly DemoFilm[]> =>
  filmsOf(
    await readPackageJson(
      import.meta.resolve('vega-datasets'),
      '../data/movies.json',
      z.array(filmRowSchema),
    ),
  );
