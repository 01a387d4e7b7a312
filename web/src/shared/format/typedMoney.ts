import { digitsOf, type Money } from './money.ts';

/** `12.5` or `12,50` as money; undefined for what is no amount. */
export const moneyOf = (typed: string, currency: string): Money | undefined => {
  const digits = digitsOf(currency);
  const [, whole, part = ''] = /^(\d{1,9})(?:[.,](\d{1,4}))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined || part.length > digits) return undefined;
  return { amount: Number(whole) * 10 ** digits + Number(part.padEnd(digits, '0') || 0), currency };
};
