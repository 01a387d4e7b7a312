import { describe, expect, it } from 'vitest';
import { findCircles } from '../../scripts/architecture/findCircles.ts';
import { measureFaults, measureLimits, testFaults } from '../../scripts/architecture/measures.ts';

const importing = (...specifiers: readonly string[]): string =>
  specifiers.map((specifier) => `import type { A } from '${specifier}';\n`).join('');

describe('circles', () => {
  it.each([
    ['none in a tree', { a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }, []],
    ['two files', { a: ['b'], b: ['a'] }, [['a', 'b']]],
    ['a longer way round', { a: ['b'], b: ['c'], c: ['d'], d: ['b'] }, [['b', 'c', 'd']]],
    [
      'two of them',
      { a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] },
      [
        ['c', 'd'],
        ['a', 'b'],
      ],
    ],
  ])('%s', (_what, imports, circles) => {
    expect(findCircles(new Map(Object.entries(imports)))).toEqual(circles);
  });

  it('are found through type-only imports and exports', () => {
    const sources = new Map([
      ['src/domain/a.ts', importing('./b.ts')],
      ['src/domain/b.ts', "export type { A } from './a.ts';\n"],
    ]);
    expect(measureFaults(sources)).toEqual([
      'import each other in a circle: src/domain/a.ts, src/domain/b.ts',
    ]);
  });
});

describe('measures of the whole', () => {
  const { fileLinesMax, medianLinesMax, poolsMax } = measureLimits;
  const lines = (count: number): string => 'a();\n'.repeat(count - 1);

  it('a long file', () => {
    const sources = new Map([
      ['src/a.ts', lines(1)],
      ['src/b.ts', lines(1)],
      ['src/c.ts', lines(fileLinesMax + 1)],
    ]);
    expect(measureFaults(sources)).toEqual([
      `src/c.ts has ${fileLinesMax + 1} lines, more than ${fileLinesMax}`,
    ]);
  });

  it('files that are long on the whole', () => {
    expect(measureFaults(new Map([['src/a.ts', lines(medianLinesMax)]]))).toEqual([
      `the median file has ${medianLinesMax} lines, not below ${medianLinesMax}`,
    ]);
  });

  it('too many comments', () => {
    expect(measureFaults(new Map([['src/a.ts', '/** One.\n * Two.\n */\na();\n']]))).toEqual([
      '75.0 % of the lines are comments, more than 6.5 %',
    ]);
  });

  it.each([
    `export const a = (id: string) => \`booking-$\{id}\`;\n`,
    `export const a = "SELECT 'showtime-' || showtime_id";\n`,
    `export const a = "stream LIKE 'movie-%'";\n`,
    `export const a = (stream: string) => stream.startsWith('customer-');\n`,
  ])('a stream name built by hand: %s', (text) => {
    expect(measureFaults(new Map([['src/a.ts', text]]))).toEqual([
      'src/a.ts builds the name of a stream by hand',
    ]);
  });

  it('too many Postgres pools', () => {
    const sources = new Map([['src/a.ts', 'new Pool(a);\n'.repeat(poolsMax + 1)]]);
    expect(measureFaults(sources)).toEqual([
      `${poolsMax + 1} places open a Postgres pool: ${Array(poolsMax + 1)
        .fill('src/a.ts')
        .join(', ')}`,
    ]);
  });
});

it.each(['toMatchObject', 'objectContaining'])('takes %s in a test for a fault', (partial) => {
  const tests = new Map([
    ['tests/a.unit.ts', `expect(a).${partial}({ b: 1 });\n`],
    ['tests/b.unit.ts', 'expect(a).toEqual({ b: 1 });\n'],
  ]);
  expect(testFaults(tests)).toEqual([
    'tests/a.unit.ts compares a part of an object: compare it whole (toEqual), or the fields by name',
  ]);
});
