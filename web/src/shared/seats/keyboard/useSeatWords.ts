import { useStore } from '@nanostores/preact';
import { formats } from '../../format/formats.ts';
import { holdMessages } from '../../holds/holdMessages.ts';
import type { Show } from '../../shows/Show.ts';
import type { LookOf } from '../draw/Look.ts';
import type { Seat } from '../plan/SeatPlan.ts';
import { seatMessages } from '../seatMessages.ts';

/** Row, number, type, price and state of a seat in one sentence. */
export const useSeatWords = (show: Show, lookOf: LookOf): ((seat: Seat) => string) => {
  const t = useStore(seatMessages);
  const words = useStore(holdMessages);
  const format = useStore(formats);
  return (seat) => {
    const price = show.prices[seat.type];
    return t.seatFull({
      row: seat.row,
      number: seat.label,
      type: words[seat.type],
      price: price === undefined ? '' : format.money(price),
      state: t[lookOf(seat)],
    });
  };
};
