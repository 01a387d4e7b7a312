export interface DemoCountry {
  readonly currency: string;
  /** A regular adult 2D seat on a weekday afternoon. */
  readonly basePriceMinor: number;
  /** Prices are multiples of this. */
  readonly priceStepMinor: number;
  /** BCP 47, the most common first. */
  readonly languages: readonly string[];
}

const country = (
  currency: string,
  basePriceMinor: number,
  priceStepMinor: number,
  ...languages: readonly string[]
): DemoCountry => ({ currency, basePriceMinor, priceStepMinor, languages });

/** By ISO 3166-1 alpha-2 code. JPY, KRW and CLP have no minor unit. */
const demoCountries: Readonly<Record<string, DemoCountry>> = {
  AE: country('AED', 4_500, 100, 'en', 'ar'),
  AR: country('ARS', 800_000, 10_000, 'es', 'en'),
  AU: country('AUD', 2_200, 50, 'en'),
  BR: country('BRL', 3_400, 100, 'pt', 'en'),
  CA: country('CAD', 1_450, 25, 'en', 'fr'),
  CL: country('CLP', 6_000, 100, 'es', 'en'),
  CO: country('COP', 1_600_000, 50_000, 'es', 'en'),
  DE: country('EUR', 1_100, 50, 'de', 'en'),
  EG: country('EGP', 16_000, 500, 'en', 'ar'),
  ES: country('EUR', 900, 10, 'es', 'en'),
  FR: country('EUR', 1_150, 10, 'fr', 'en'),
  GB: country('GBP', 1_100, 25, 'en'),
  IN: country('INR', 28_000, 1_000, 'hi', 'en'),
  IT: country('EUR', 850, 10, 'it', 'en'),
  JP: country('JPY', 1_900, 100, 'ja', 'en'),
  KE: country('KES', 80_000, 5_000, 'en', 'sw'),
  KR: country('KRW', 13_000, 500, 'ko', 'en'),
  MX: country('MXN', 8_500, 100, 'es', 'en'),
  NG: country('NGN', 450_000, 10_000, 'en'),
  NL: country('EUR', 1_200, 10, 'en', 'nl'),
  NZ: country('NZD', 2_000, 50, 'en'),
  PE: country('PEN', 2_000, 50, 'es', 'en'),
  PL: country('PLN', 2_900, 50, 'pl', 'en'),
  SE: country('SEK', 14_500, 100, 'sv', 'en'),
  SG: country('SGD', 1_300, 50, 'en', 'zh'),
  TH: country('THB', 24_000, 1_000, 'th', 'en'),
  TR: country('TRY', 22_000, 500, 'tr', 'en'),
  US: country('USD', 1_350, 25, 'en', 'es'),
  ZA: country('ZAR', 11_500, 100, 'en'),
};

export const demoCountry = (code: string): DemoCountry => {
  const found = demoCountries[code];
  if (found === undefined) throw new Error(`the demo catalog has no prices for the country ${code}`);
  return found;
};
