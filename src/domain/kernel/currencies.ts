/** ISO 4217, list one of 2024: the codes whose minor unit is not a hundredth. */
const minorDigits: Readonly<Record<string, number>> = {
  ...{ BIF: 0, CLP: 0, DJF: 0, GNF: 0, ISK: 0, JPY: 0, KMF: 0, KRW: 0, PYG: 0, RWF: 0, UGX: 0, UYI: 0 },
  ...{ VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0 },
  ...{ BHD: 3, IQD: 3, JOD: 3, KWD: 3, LYD: 3, OMR: 3, TND: 3 },
  ...{ CLF: 4, UYW: 4 },
};

/** Decimals of amounts in this currency; 2 for a code that ISO 4217 does not know. */
export const minorDigitsOf = (currency: string): number => minorDigits[currency] ?? 2;

/**
 * The amount, in minor units, of which every payable amount is a multiple. HUF and TWD are paid out whole but charged
 * and refunded in hundredths. Source: docs.stripe.com/currencies, "Special cases".
 */
export const chargeableStepOf = (currency: string): number => {
  if (currency === 'MGA') return 100;
  return minorDigitsOf(currency) === 3 ? 10 : 1;
};
