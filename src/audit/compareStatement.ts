import { type Fields, fieldsIn, fieldsOf, textIn, wholeIn } from './fields.ts';
import type { Line } from './statementLine.ts';

const figures = [
  'showtimes',
  'bookings',
  'seats',
  'seatsReturned',
  'gross',
  'refunds',
  'net',
  'share',
] as const;

const termsIn = (line: Fields): string | undefined => {
  if (line.terms === undefined) return undefined;
  const terms = fieldsIn(line, 'terms');
  return `${wholeIn(terms, 'shareBp')} bp in week ${wholeIn(terms, 'week')} to ${textIn(terms, 'distributor')}`;
};

const termsOf = ({ terms }: Line): string | undefined =>
  terms && `${terms.shareBp} bp in week ${terms.week} to ${terms.distributor}`;

/** The lines of a statement, compared with those that follow from the events. */
export const compareStatement = (
  lines: readonly unknown[],
  folded: readonly Line[],
  tell: (what: string) => void,
): void => {
  const missing = new Map(folded.map((line) => [`${line.movieId} in ${line.currency}`, line]));
  for (const each of lines) {
    const line = fieldsOf(each, 'lines');
    const name = `${textIn(line, 'movieId')} in ${textIn(line, 'currency')}`;
    const is = missing.get(name);
    missing.delete(name);
    if (is === undefined) {
      tell(`has a line for ${name}, of which the events say nothing, or a second one`);
      continue;
    }
    for (const figure of figures) {
      const told = wholeIn(line, figure);
      if (told !== is[figure]) tell(`says ${figure} ${told} of ${name}, the events ${is[figure]}`);
    }
    const [told, agreed] = [termsIn(line), termsOf(is)];
    if (told !== agreed) tell(`says terms ${told ?? 'none'} of ${name}, the events ${agreed ?? 'none'}`);
  }
  for (const name of missing.keys()) tell(`has no line for ${name}`);
};
