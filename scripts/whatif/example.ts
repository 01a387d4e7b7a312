/** The sale and the rules that docs/whatif.md shows. */
import { readOnSale } from '../../src/cli/onsale/readOnSale.ts';
import { textOf, type Whatif, whatif } from '../../src/cli/whatif/whatif.ts';
import { showtimeId } from '../../tests/support/showtimes.ts';
import { streamsOf, tellOnSale } from '../../tests/support/toldOnSale.ts';

export const exampleRules = { holdMinutes: 5, seatsMax: 4, loneSeats: 'enforce' } as const;

const assumed = { tooMany: 'leave', attemptsPerGuest: 2 } as const;

export interface Example {
  readonly answer: Whatif;
  readonly text: string;
}

export const tellExample = async (): Promise<Example> => {
  const onSale = await readOnSale(streamsOf(tellOnSale()), showtimeId);
  const answer = whatif(onSale, exampleRules, assumed);
  return { answer, text: textOf(answer, { ...exampleRules, ...assumed, showtime: showtimeId }) };
};
