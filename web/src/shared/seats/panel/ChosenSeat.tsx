import { useStore } from '@nanostores/preact';
import { formats } from '../../format/formats.ts';
import type { TicketType } from '../../holds/Held.ts';
import { holdMessages } from '../../holds/holdMessages.ts';
import type { Show } from '../../shows/Show.ts';
import { Select } from '../../ui/Select.tsx';
import type { Chooser } from '../choice/createChooser.ts';
import type { LookOf } from '../draw/Look.ts';
import { type Seat, type SeatPlan, unitOf } from '../plan/SeatPlan.ts';
import { seatMessages } from '../seatMessages.ts';
import styles from './ChoicePanel.module.css';

export interface ChosenSeatProps {
  readonly seat: Seat;
  readonly show: Show;
  readonly plan: SeatPlan;
  readonly lookOf: LookOf;
  readonly chooser: Chooser;
}

export const ChosenSeat = ({ seat, show, plan, lookOf, chooser }: ChosenSeatProps) => {
  const t = useStore(seatMessages);
  const words = useStore(holdMessages);
  const format = useStore(formats);
  const { hold, ticketTypes } = useStore(chooser.choice);
  const held = hold?.seats.find(({ id }) => id === seat.id);
  const type = ticketTypes[seat.id] ?? held?.ticketType ?? 'adult';
  const prices = show.ticketPrices[seat.type] ?? {};
  const options = (Object.keys(prices) as TicketType[]).map((value) => ({ value, label: words[value] }));
  const price = held?.price ?? prices[type] ?? show.prices[seat.type];
  const name = t.seat({ row: seat.row, number: seat.label });
  return (
    <li class={styles.seat}>
      <span class={styles.name}>
        {name}
        <span class="soft">{lookOf(seat) === 'wish' ? t.wish : words[seat.type]}</span>
      </span>
      <Select
        label={words.ticketType({ seat: name })}
        hideLabel
        options={options}
        value={type}
        onChange={(next) => chooser.setTicketType(seat.id, next)}
      />
      <span class="figures">{price === undefined ? '' : format.money(price)}</span>
      <button
        type="button"
        class={styles.remove}
        aria-label={t.remove({ seat: name })}
        onClick={() => chooser.toggle(unitOf(plan, seat).map(({ id }) => id))}
      >
        ×
      </button>
    </li>
  );
};
