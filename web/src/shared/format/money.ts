export interface Money {
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
}

/** ISO 4217. `Intl` follows CLDR, which gives some currencies fewer digits than their minor unit has. */
const digits: readonly (readonly [number, string])[] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];
const digitsUsually = 2;
const digitsByCode = new Map(
  digits.flatMap(([count, codes]) => codes.split(' ').map((code) => [code, count] as const)),
);

export const digitsOf = (currency: string): number => digitsByCode.get(currency) ?? digitsUsually;

/** In major units, without rounding: `12.50`. */
export const decimalOf = ({ amount, currency }: Money): string => {
  const count = digitsOf(currency);
  const figures = String(Math.abs(amount)).padStart(count + 1, '0');
  const point = figures.length - count;
  const sign = amount < 0 ? '-' : '';
  return count === 0 ? `${sign}${figures}` : `${sign}${figures.slice(0, point)}.${figures.slice(point)}`;
};
