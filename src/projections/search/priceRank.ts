import type { Money } from '../../domain/kernel/money.ts';

const amountsPerCurrency = 10_000_000_000;
const letters = 26;
const codeOfA = 'A'.charCodeAt(0);

/**
 * Currencies stand one after the other by their code, amounts in order within each: 1,900 yen are neither more nor
 * less than 11.50 euro without an exchange rate.
 */
export const priceRank = ({ amount, currency }: Money): number => {
  const place = [...currency].reduce((sum, letter) => sum * letters + letter.charCodeAt(0) - codeOfA, 0);
  return place * amountsPerCurrency + amount;
};
