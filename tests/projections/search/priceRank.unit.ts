/** Prices of one currency stand in order, and no currency is weighed against another. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { moneySchema } from '../../../src/domain/kernel/money.ts';
import { sortsLast } from '../../../src/ports/SearchIndex.ts';
import { priceRank } from '../../../src/projections/search/priceRank.ts';

const currency = fc.stringMatching(/^[A-Z]{3}$/);
const amount = fc.integer({ min: 0, max: 1_000_000_000 });
const money = fc.record({ amount, currency }).map((value) => moneySchema.parse(value));

it('goes by currency, then by amount', () => {
  fc.assert(
    fc.property(money, money, (a, b) => {
      const byCode = Buffer.compare(Buffer.from(a.currency), Buffer.from(b.currency));
      expect(Math.sign(priceRank(a) - priceRank(b))).toBe(byCode || Math.sign(a.amount - b.amount));
    }),
  );
});

it('stays exact, and before what has no price', () => {
  const dearest = priceRank({ amount: 1_000_000_000, currency: 'ZZZ' });
  expect(Number.isSafeInteger(dearest)).toBe(true);
  expect(dearest).toBeLessThan(sortsLast);
});
