import type { Money } from '../../../shared/format/money.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { groupBy } from '../../../shared/shows/Show.ts';
import type { Figures } from './useHouse.ts';

export interface Standing {
  readonly show: Show;
  readonly seats: number;
  readonly booked: number;
  readonly held: number;
  readonly blocked: number;
  readonly admitted: number;
  /** Taken less what was paid back; absent before the first sale. */
  readonly net?: Money;
}

/** Figures of a show that the reports do not have yet: nothing is sold. */
const nothing = { booked: 0, held: 0, blocked: 0, admitted: 0 };

export const standingsOf = (shows: readonly Show[], figures: Figures | undefined): readonly Standing[] =>
  shows.map((show) => {
    const row = figures?.seats.find(({ showtimeId }) => showtimeId === show.id);
    const money = figures?.money.find(({ showtimeId }) => showtimeId === show.id);
    const { booked, held, blocked, admitted } = row ?? nothing;
    return {
      ...{ show, seats: row?.seats ?? show.totalSeats, booked, held, blocked, admitted },
      ...(money === undefined ? {} : { net: money.net }),
    };
  });

export const hallsOf = (standings: readonly Standing[]): readonly (readonly Standing[])[] =>
  groupBy(standings, ({ show }) => show.hallId).toSorted((one, other) =>
    (one[0]?.show.hall.name ?? '').localeCompare(other[0]?.show.hall.name ?? '', undefined, {
      numeric: true,
    }),
  );

export interface Totals extends Pick<Standing, 'seats' | 'booked' | 'admitted'> {
  /** One amount per currency. */
  readonly net: readonly Money[];
}

export const totalsOf = (standings: readonly Standing[]): Totals => {
  const sum = (numberOf: (standing: Standing) => number): number =>
    standings.reduce((total, standing) => total + numberOf(standing), 0);
  const amounts = standings.flatMap(({ net }) => net ?? []);
  return {
    seats: sum(({ seats }) => seats),
    booked: sum(({ booked }) => booked),
    admitted: sum(({ admitted }) => admitted),
    net: groupBy(amounts, ({ currency }) => currency).map((same) => ({
      amount: same.reduce((total, { amount }) => total + amount, 0),
      currency: same[0]?.currency ?? '',
    })),
  };
};
