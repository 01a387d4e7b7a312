import { expect, test } from 'vitest';
import { filmRowSchema, filmsOf } from '../../src/demo/films.ts';
import { sources } from './catalogs.ts';

const row = (changes: Record<string, unknown>) =>
  filmRowSchema.parse({
    Title: 'A Film',
    'Release Date': 'Mar 31 1999',
    'MPAA Rating': 'R',
    'Running Time min': 100,
    'Major Genre': 'Drama',
    'Creative Type': 'Contemporary Fiction',
    'IMDB Votes': 5,
    ...changes,
  });

test('takes films that have a title, a genre and a runtime', () => {
  const rows = [
    row({}),
    row({ Title: null }),
    row({ 'Major Genre': null }),
    row({ 'Running Time min': null }),
  ];
  expect(filmsOf(rows)).toEqual([
    {
      id: expect.any(String),
      title: 'A Film',
      runtimeMinutes: 100,
      genres: ['Drama'],
      rating: 'R',
      releaseDate: '1999-03-31',
      votes: 5,
    },
  ]);
});

test('leaves out what the table does not know', () => {
  const rows = [row({ 'MPAA Rating': null, 'Release Date': 'TBD', 'IMDB Votes': null })];
  expect(filmsOf(rows)).toEqual([
    { id: expect.any(String), title: 'A Film', runtimeMinutes: 100, genres: ['Drama'], votes: 0 },
  ]);
});

test('splits double genres and adds the kind of story', () => {
  const rows = [row({ 'Major Genre': 'Thriller/Suspense', 'Creative Type': 'Science Fiction' })];
  expect(filmsOf(rows)[0]?.genres).toEqual(['Thriller', 'Suspense', 'Science Fiction']);
});

test('titles that are numbers become text, mangled accents are mended', () => {
  const titles = sources.films.map(({ title }) => title);
  for (const title of titles) expect(typeof title).toBe('string');
  expect(titles).toEqual(expect.arrayContaining(['300', '1408', '2012', '54']));
  expect(titles).toEqual(
    expect.arrayContaining(["Le Fabuleux destin d'Amélie Poulain", 'Déjà Vu', 'Molière']),
  );
});

test('no film is from the future of the table', () => {
  const dates = sources.films.map(({ releaseDate }) => releaseDate ?? '');
  expect(dates.every((date) => date < '2012')).toBe(true);
  expect(sources.films.find(({ title }) => title === 'The Wizard of Oz')?.releaseDate).toBe('1939-08-25');
});
