/** What the source as a whole has to hold, beside the rules for each file. */
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { findCircles } from './findCircles.ts';

export const measureLimits = {
  fileLinesMax: 250,
  medianLinesMax: 70,
  webMedianLinesMax: 60,
  commentShareMax: 0.065,
  poolsMax: 3,
} as const;

/** Text by path from the project's root. */
export type Sources = ReadonlyMap<string, string>;

const linesOf = (text: string): number => text.split('\n').length;

const importsOf = (file: string, text: string, known: Sources): readonly string[] => {
  const { staticImports, staticExports } = parseSync(file, text).module;
  const reExported = staticExports.flatMap(({ entries }) =>
    entries.flatMap((entry) => entry.moduleRequest ?? []),
  );
  return [...staticImports.map(({ moduleRequest }) => moduleRequest), ...reExported]
    .map(({ value }) => path.posix.join(path.posix.dirname(file), value))
    .filter((target) => known.has(target));
};

const isCommentLine = (line: string): boolean => /^\s*(\/\/|\/\*|\*)/.test(line);

const commentShare = (sources: Sources): number => {
  const lines = [...sources.values()]
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.trim() !== '');
  return lines.filter(isCommentLine).length / Math.max(1, lines.length);
};

const kinds =
  'showtime|booking|hall|movie|theater|customer|schedule|notification|request|queue|gate|demand|parking';
/** In a template, in a text that an id is put behind, and in SQL. */
const handBuiltStream = new RegExp(`\`(?:${kinds})-\\$\\{|['"](?:${kinds})-%?['"]`, 'g');
const newPool = /new (?:pg\.)?Pool\(/g;

const matches = (sources: Sources, pattern: RegExp): readonly string[] =>
  [...sources].flatMap(([file, text]) => [...text.matchAll(pattern)].map(() => file));

const partialMatch = /\b(?:toMatchObject|objectContaining)\(/g;

/** One line per fault of the tests: a partial match lets wrong fields pass that it does not list. */
export const testFaults = (tests: Sources): readonly string[] =>
  matches(tests, partialMatch).map(
    (file) => `${file} compares a part of an object: compare it whole (toEqual), or the fields by name`,
  );

/** One line per fault; empty when all is well. */
export const measureFaults = (
  sources: Sources,
  medianLinesMax: number = measureLimits.medianLinesMax,
): readonly string[] => {
  const imports = new Map([...sources].map(([file, text]) => [file, importsOf(file, text, sources)]));
  const lengths = [...sources.values()].map(linesOf).sort((one, other) => one - other);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  const share = commentShare(sources);
  const pools = matches(sources, newPool);
  const { fileLinesMax, commentShareMax, poolsMax } = measureLimits;
  return [
    ...findCircles(imports).map((circle) => `import each other in a circle: ${circle.join(', ')}`),
    ...[...sources]
      .filter(([, text]) => linesOf(text) > fileLinesMax)
      .map(([file, text]) => `${file} has ${linesOf(text)} lines, more than ${fileLinesMax}`),
    ...(median < medianLinesMax ? [] : [`the median file has ${median} lines, not below ${medianLinesMax}`]),
    ...(share <= commentShareMax
      ? []
      : [
          `${(100 * share).toFixed(1)} % of the lines are comments, more than ${(100 * commentShareMax).toFixed(1)} %`,
        ]),
    ...matches(sources, handBuiltStream).map((file) => `${file} builds the name of a stream by hand`),
    ...(pools.length <= poolsMax ? [] : [`${pools.length} places open a Postgres pool: ${pools.join(', ')}`]),
  ];
};
