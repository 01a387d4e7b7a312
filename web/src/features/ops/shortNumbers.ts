import { useStore } from '@nanostores/preact';
import { formatLocale } from '../../shared/i18n/locale.ts';
import type { Metrics } from './Metrics.ts';

/** Three digits are enough for what changes all the time. */
export const useShortNumbers = (): ((value: number | undefined) => string) => {
  const locale = useStore(formatLocale);
  const format = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
  return (value) => (value === undefined ? '–' : format.format(value));
};

/** Of the axis: how long before the latest reading, in seconds, so from below 0 to 0. */
export const secondsBefore = (kept: readonly Metrics[]): readonly number[] => {
  const lastMs = kept.at(-1)?.atMs ?? 0;
  return kept.map(({ atMs }) => (atMs - lastMs) / 1_000);
};
