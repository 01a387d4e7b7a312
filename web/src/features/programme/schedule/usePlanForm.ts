import { useState } from 'preact/hooks';
import { moneyOf } from '../../../shared/format/typedMoney.ts';
import { instantOf, minutesOf, minutesOfTime, timeOf } from '../../../shared/shows/wallClock.ts';
import type { Axis } from '../timeline/Axis.ts';
import type { Placement } from '../timeline/usePlacing.ts';
import { lastTerms } from './lastTerms.ts';
import type { Planned } from './useSchedule.ts';

const dayBegins = 6 * 60;
const dayMinutes = 24 * 60;

/** What is typed in the dialog that schedules a show; `planned` is undefined while something does not fit. */
export const usePlanForm = (axis: Axis, placement: Placement, currencyOfTheater: string | undefined) => {
  const { date, timeZone } = axis;
  const [fields, setFields] = useState({
    hallId: placement.hall.id,
    time: timeOf(minutesOf(placement.startsAtMs, date, timeZone)),
    ...lastTerms.get(currencyOfTheater),
  });
  const set = (name: keyof typeof fields) => (value: string) =>
    setFields((before) => ({ ...before, [name]: value }));
  const minutes = minutesOfTime(fields.time);
  const basePrice = moneyOf(fields.price, fields.currency);
  const isCurrency = /^[A-Z]{3}$/.test(fields.currency);
  const planned = (): Planned | undefined => {
    if (minutes === undefined || basePrice === undefined || !isCurrency) return undefined;
    const ofDay = minutes < dayBegins ? minutes + dayMinutes : minutes;
    const startsAt = new Date(instantOf(date, ofDay, timeZone)).toISOString();
    const { hallId, format, language } = fields;
    return { movieId: placement.film.id, hallId, startsAt, basePrice, format, language };
  };
  return { fields, set, planned: planned(), isPriceWrong: fields.price !== '' && basePrice === undefined };
};
