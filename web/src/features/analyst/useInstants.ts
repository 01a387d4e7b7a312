import { useStore } from '@nanostores/preact';
import { formatLocale } from '../../shared/i18n/locale.ts';

/** `12:30:05.123`, in the reader's own zone. */
export const useTimes = (): ((instant: string) => string) => {
  const locale = useStore(formatLocale);
  const format = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
  });
  return (instant) => format.format(new Date(instant));
};

/** To the millisecond, in the reader's own zone: the log has many events in a second. */
export const useInstants = (timeZone?: string): ((instant: string | number) => string) => {
  const locale = useStore(formatLocale);
  const format = new Intl.DateTimeFormat(locale, {
    ...{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ second: '2-digit', fractionalSecondDigits: 3 },
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return (instant) => format.format(new Date(instant));
};
