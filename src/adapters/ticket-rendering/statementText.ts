import type { Money } from '../../domain/kernel/money.ts';
import type { StatementLine } from '../../ports/StatementRenderer.ts';
import { moneyText } from './ticketText.ts';

/** In the order of the columns. */
export type Cells = readonly string[];

export const headCells: Cells = [
  ...['Movie', 'Distributor', 'Week', 'Share', 'Shows', 'Tickets', 'Returned'],
  ...['Gross', 'Refunds', 'Net', "Distributor's"],
];

const noTerms = 'no terms agreed';

const termsOf = ({ terms }: StatementLine): Cells =>
  terms === undefined
    ? [noTerms, '', '']
    : [terms.distributor, String(terms.week), `${terms.shareBp / 100} %`];

type Sums = Pick<
  StatementLine,
  'showtimes' | 'seats' | 'seatsReturned' | 'gross' | 'refunds' | 'net' | 'share'
>;

const figuresOf = ({ showtimes, seats, seatsReturned, gross, refunds, net, share }: Sums): Cells => [
  ...[showtimes, seats, seatsReturned].map(String),
  ...[gross, refunds, net, share].map(moneyText),
];

export const cellsOf = (line: StatementLine): Cells => [line.movie, ...termsOf(line), ...figuresOf(line)];

const sum = (lines: readonly StatementLine[], name: 'showtimes' | 'seats' | 'seatsReturned'): number =>
  lines.reduce((total, line) => total + line[name], 0);
const moneySum = (lines: readonly StatementLine[], name: 'gross' | 'refunds' | 'net' | 'share'): Money => ({
  amount: lines.reduce((total, line) => total + line[name].amount, 0),
  currency: lines[0]?.currency ?? '',
});

const summed = (what: string, lines: readonly StatementLine[]): Cells => [
  ...['Total', what, '', ''],
  ...figuresOf({
    ...{ showtimes: sum(lines, 'showtimes'), seats: sum(lines, 'seats') },
    ...{ seatsReturned: sum(lines, 'seatsReturned'), gross: moneySum(lines, 'gross') },
    ...{ refunds: moneySum(lines, 'refunds'), net: moneySum(lines, 'net'), share: moneySum(lines, 'share') },
  }),
];

/** Of each distributor in each currency, then of each currency. */
export const sumRows = (lines: readonly StatementLine[]): readonly Cells[] =>
  [...Map.groupBy(lines, ({ currency }) => currency)].flatMap(([currency, ofCurrency]) => {
    const byDistributor = Map.groupBy(ofCurrency, ({ terms }) => terms?.distributor ?? noTerms);
    const parts = [...byDistributor].map(([distributor, alike]) =>
      summed(`${distributor}, ${currency}`, alike),
    );
    return [...(parts.length > 1 ? parts : []), summed(`all, ${currency}`, ofCurrency)];
  });
