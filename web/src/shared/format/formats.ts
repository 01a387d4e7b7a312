import { computed } from 'nanostores';
import { formatLocale } from '../i18n/locale.ts';
import { decimalOf, digitsOf, type Money } from './money.ts';

/** Of dates and money, in the reader's language; times are those of the theater. */
export const formats = computed(formatLocale, (locale) => {
  const at = (instant: string, timeZone: string, options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(new Date(instant));
  return {
    time: (instant: string, timeZone: string) =>
      at(instant, timeZone, { hour: 'numeric', minute: '2-digit' }),
    day: (instant: string, timeZone: string) =>
      at(instant, timeZone, { weekday: 'long', day: 'numeric', month: 'long' }),
    dayShort: (instant: string, timeZone: string) =>
      at(instant, timeZone, { weekday: 'short', day: 'numeric' }),
    dateTime: (instant: string, timeZone: string) =>
      at(instant, timeZone, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: 'numeric',
        minute: '2-digit',
      }),
    money: ({ amount, currency }: Money) =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        minimumFractionDigits: digitsOf(currency),
        maximumFractionDigits: digitsOf(currency),
        trailingZeroDisplay: 'stripIfInteger',
      }).format(decimalOf({ amount, currency }) as Intl.StringNumericLiteral),
    percent: (value: number) => new Intl.NumberFormat(locale, { style: 'percent' }).format(value / 100),
    number: (value: number) => new Intl.NumberFormat(locale).format(value),
    distance: (km: number) =>
      new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: 'kilometer',
        maximumFractionDigits: km < 10 ? 1 : 0,
      }).format(km),
    list: (words: readonly string[]) => new Intl.ListFormat(locale).format(words),
    language: (code: string) => new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code,
  };
});
