import { expect, it } from 'vitest';
import { decimalOf } from '../../web/src/shared/format/money.ts';

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
