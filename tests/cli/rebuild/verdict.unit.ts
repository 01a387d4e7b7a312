/** What people are told of a rebuilt model. */
import { expect, it } from 'vitest';
import { verdictOf } from '../../../src/cli/rebuild/verdict.ts';

const position = '00000000000000000042';
const none = { table: 'parked', rows: 0, differing: 0, keys: [] };

it('is one line when nothing differs', () => {
  const compared = [
    { table: 'movies', rows: 4_020, differing: 0, keys: [] },
    { table: 'halls', rows: 1, differing: 0, keys: [] },
    none,
  ];
  expect(verdictOf('catalog', { position, compared, parked: 0 }, 'rebuild')).toEqual({
    lines: [`catalog: identical, 4,021 rows in 2 tables, at ${position}`],
    different: false,
  });
});

it('names tables, numbers and the first keys of what differs, and streams that wait', () => {
  const compared = [
    { table: 'movies', rows: 10, differing: 1, keys: ['["m1"]'] },
    { table: 'words', rows: 1, differing: 1_200, keys: ['["movies","a","m1"]', '["movies","b","m1"]'] },
    { ...none, rows: 2 },
  ];
  expect(verdictOf('search', { position, compared, parked: 2 }, 'check')).toEqual({
    lines: [
      `search: DIFFERENT from the log, 11 rows in 2 tables, at ${position}; 2 streams parked`,
      '  movies: 1 row differs, such as ["m1"]',
      '  words: 1,200 rows differ, such as ["movies","a","m1"] ["movies","b","m1"]',
    ],
    different: true,
  });
});

it('says whether a model that was not there has been made', () => {
  const rebuilt = { position, compared: undefined, parked: 0 };
  expect(verdictOf('holds', rebuilt, 'rebuild').lines).toEqual([
    `holds: made, there was none; at ${position}`,
  ]);
  expect(verdictOf('holds', rebuilt, 'check')).toEqual({ lines: ['holds: NOT THERE'], different: true });
});
