import { describe, expect, it } from 'vitest';
import { chargeableStepOf, minorDigitsOf } from '../../../src/domain/kernel/currencies.ts';
import { chargeableBelow, roundToChargeable } from '../../../src/domain/kernel/money.ts';

it.each([
  ['USD', 2, 1],
  ['JPY', 0, 1],
  ['ISK', 0, 1],
  ['UGX', 0, 1],
  ['HUF', 2, 1],
  ['TWD', 2, 1],
  ['KWD', 3, 10],
  ['TND', 3, 10],
  ['MGA', 2, 100],
  ['CLF', 4, 1],
])('%s has %i decimals and moves in steps of %i', (currency, digits, step) => {
  expect(minorDigitsOf(currency)).toBe(digits);
  expect(chargeableStepOf(currency)).toBe(step);
});

describe('rounding to what can be moved', () => {
  it.each([
    [2_375, 1, 'KWD', 2_380],
    [2_374, 1, 'KWD', 2_370],
    [5, 2, 'USD', 3],
    [49, 10, 'JPY', 5],
    [149, 1, 'MGA', 100],
    [150, 1, 'MGA', 200],
  ])('%i / %i %s is %i', (numerator, denominator, currency, rounded) => {
    expect(roundToChargeable(BigInt(numerator), BigInt(denominator), currency)).toBe(rounded);
  });
  it('goes down where there is no more', () => {
    expect(chargeableBelow({ amount: 2_375, currency: 'KWD' })).toBe(2_370);
    expect(chargeableBelow({ amount: 2_375, currency: 'USD' })).toBe(2_375);
  });
});
