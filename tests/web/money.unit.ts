import { expect, it } from 'vitest';
import { decimalOf } from '../../web/src/shared/format/money.ts';
import { moneyOf } from '../../web/src/shared/format/typedMoney.ts';

it.each([
  [1250, 'EUR', '12.50'],
  [5, 'USD', '0.05'],
  [-120, 'GBP', '-1.20'],
  [1250, 'JPY', '1250'],
  [1250, 'KWD', '1.250'],
  // CLDR, which Intl follows, shows these without the digits that ISO 4217 gives them.
  [125000, 'IQD', '125.000'],
  [12345, 'UYW', '1.2345'],
  [0, 'BHD', '0.000'],
])('writes %i minor units of %s as %s', (amount, currency, decimal) => {
  expect(decimalOf({ amount, currency })).toBe(decimal);
});

it.each([
  ['12.5', 'EUR', 1_250],
  ['12,50', 'EUR', 1_250],
  [' 9 ', 'GBP', 900],
  ['1200', 'JPY', 1_200],
  ['1.234', 'KWD', 1_234],
  ['1200.5', 'JPY', undefined],
  ['9.999', 'EUR', undefined],
  ['-1', 'EUR', undefined],
  ['nine', 'EUR', undefined],
])('reads %s %s as it is typed', (typed, currency, amount) => {
  expect(moneyOf(typed, currency)?.amount).toBe(amount);
});
