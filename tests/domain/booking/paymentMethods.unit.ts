import { expect, it } from 'vitest';
import { methodNamed } from '../../../src/domain/booking/paymentMethods.ts';

it('names kinds of payment that are known, and no word of a caller', () => {
  const given = ['card', 'card-3ds', 'paypal', 'other', 'ada-lovelace', '__proto__'];
  expect(given.map(methodNamed)).toEqual(['card', 'card-3ds', 'paypal', 'other', 'other', 'other']);
});
