import { computed } from 'nanostores';
import { formatLocale } from '../i18n/locale.ts';
import { decimalOf, digitsOf, type Money } from './money.ts';

const dateKinds = {
  time: { hour: 'numeric', minute: '2-digit' },
  day: { weekday: 'long', day: 'numeric', month: 'long' },
  dayShort: { weekday: 'short', day: 'numeric' },
  dateTime: { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
} as const satisfies Readonly<Record<string, Intl.DateTimeFormatOptions>>;

/** Makes each format once: making one costs many times more than using it. */
const keptFormats = <Format>() => {
  const known = new Map<string, Format>();
  return (name: string, make: () => Format): Format => {
    const format = known.get(name) ?? make();
    known.set(name, format);
    return format;
  };
};

/** Of dates and money, in the reader's language; times are those of the theater. */
export const formats = computed(formatLocale, (locale) => {
  const dates = keptFormats<Intl.DateTimeFormat>();
  const numbers = keptFormats<Intl.NumberFormat>();
  const at =
    (kind: keyof typeof dateKinds) =>
    (instant: string, timeZone: string): string =>
      dates(
        `${kind} ${timeZone}`,
        () => new Intl.DateTimeFormat(locale, { timeZone, ...dateKinds[kind] }),
      ).format(new Date(instant));
  const number = (name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat =>
    numbers(name, () => new Intl.NumberFormat(locale, options));
  return {
    time: at('time'),
    day: at('day'),
    dayShort: at('dayShort'),
    dateTime: at('dateTime'),
    money: ({ amount, currency }: Money) =>
      number(currency, {
        style: 'currency',
        currency,
        minimumFractionDigits: digitsOf(currency),
        maximumFractionDigits: digitsOf(currency),
        trailingZeroDisplay: 'stripIfInteger',
      }).format(decimalOf({ amount, currency }) as Intl.StringNumericLiteral),
    percent: (value: number) => number('percent', { style: 'percent' }).format(value / 100),
    number: (value: number) => number('number', {}).format(value),
    distance: (km: number) => {
      const maximumFractionDigits = km < 10 ? 1 : 0;
      return number(`distance ${maximumFractionDigits}`, {
        style: 'unit',
        unit: 'kilometer',
        maximumFractionDigits,
      }).format(km);
    },
    list: (words: readonly string[]) => new Intl.ListFormat(locale).format(words),
    language: (code: string) => new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code,
  };
});
