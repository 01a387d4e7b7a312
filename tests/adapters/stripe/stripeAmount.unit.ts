/** Stripe is asked for the sum that the customer saw, in any currency, or for nothing. */
import { expect, it } from 'vitest';
import { stripeAmount } from '../../../src/adapters/stripe/stripeAmount.ts';

it.each([
  ['USD', 1_250, 1_250],
  ['JPY', 1_250, 1_250],
  ['KRW', 1, 1],
  ['ISK', 5, 500],
  ['UGX', 5, 500],
  ['MGA', 500, 5],
  ['MGA', 550, undefined],
  ['KWD', 5_120, 5_120],
  ['KWD', 5_124, undefined],
  ['TND', 5_125, undefined],
])('%s %i is %s to Stripe', (currency, amount, expected) => {
  expect(stripeAmount({ amount, currency })).toBe(expected);
});
