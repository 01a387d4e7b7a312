import type { SqlValue } from '../../ports/ReadStore.ts';
import type { SearchQuestion } from '../../ports/SearchIndex.ts';

export interface ExpandedWord {
  readonly word: string;
  /** `many`: too many to list. */
  readonly begins: readonly string[] | 'many';
  readonly alike: readonly string[];
}

export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

export type Add = (value: SqlValue, type: string) => string;

/** Values of callers are passed as parameters only. */
export const parameters = (): { readonly params: readonly SqlValue[]; readonly add: Add } => {
  const params: SqlValue[] = [];
  return { params, add: (value, type) => `$${params.push(value)}::${type}` };
};

export const all = (conditions: readonly string[]): string =>
  conditions.length === 0 ? 'true' : conditions.join(' AND ');

export const instant = (add: Add, ms: number): string => add(new Date(ms).toISOString(), 'timestamptz');

/** Upper bound of all words with a prefix. */
const lastCharacter = '\u{10ffff}';

/** Above this many words a range of words is faster. */
const listedMax = 50;

export const begun = (add: Add, { word, begins }: ExpandedWord, column = 'words'): string => {
  if (begins !== 'many' && begins.length <= listedMax)
    return `d.${column} && ${add([word, ...begins], 'text[]')}`;
  return `EXISTS (SELECT FROM unnest(d.${column}) AS own (word) WHERE own.word COLLATE "C" >= ${add(word, 'text')}
    AND own.word COLLATE "C" < ${add(word + lastCharacter, 'text')})`;
};

export const wordConditions = (add: Add, words: readonly ExpandedWord[]): readonly string[] =>
  words.map((each) =>
    each.alike.length === 0
      ? begun(add, each)
      : `(${begun(add, each)} OR d.words && ${add(each.alike, 'text[]')})`,
  );

export const metres = (
  add: Add,
  { lat, lng }: NonNullable<SearchQuestion['near']>,
  theater: string,
): string => `
  2 * 6371008.8 * asin(least(1, sqrt(
    power(sin(radians(${theater}.lat - ${add(lat, 'float8')}) / 2), 2) +
    cos(radians(${add(lat, 'float8')})) * cos(radians(${theater}.lat)) *
    power(sin(radians(${theater}.lng - ${add(lng, 'float8')}) / 2), 2))))`;

export const movieConditions = (
  add: Add,
  { genre, rating }: SearchQuestion,
  movie: string,
): readonly string[] => [
  ...(genre === undefined ? [] : [`${add(genre, 'text')} = ANY (${movie}.genres_folded)`]),
  ...(rating === undefined ? [] : [`${movie}.rating_folded = ${add(rating, 'text')}`]),
];

export const placeConditions = (
  add: Add,
  { city, near, radiusKm }: SearchQuestion,
  theater: string,
): readonly string[] => [
  ...(city === undefined ? [] : [`${theater}.city_folded = ${add(city, 'text')}`]),
  ...(near === undefined || radiusKm === undefined
    ? []
    : [`${metres(add, near, theater)} <= ${add(radiusKm, 'float8')} * 1000`]),
];
