import { useStore } from '@nanostores/preact';
import { formats } from '../../format/formats.ts';
import { holdMessages } from '../../holds/holdMessages.ts';
import type { Show } from '../../shows/Show.ts';
import type { Look } from '../draw/Look.ts';
import type { SeatPlan, SeatType } from '../plan/SeatPlan.ts';
import { seatMessages } from '../seatMessages.ts';
import styles from './Legend.module.css';
import { SeatSign } from './SeatSign.tsx';

export interface LegendProps {
  readonly show: Show;
  readonly plan: SeatPlan;
  /** Besides free ones. */
  readonly states?: readonly Look[];
}

const statesForGuests: readonly Look[] = ['own', 'wish', 'taken'];

export const Legend = ({ show, plan, states = statesForGuests }: LegendProps) => {
  const t = useStore(seatMessages);
  const words = useStore(holdMessages);
  const format = useStore(formats);
  const types: readonly SeatType[] = [...new Set(plan.seats.map(({ type }) => type))];
  return (
    <section class={styles.legend}>
      <h2 class="unseen">{t.legend}</h2>
      <ul>
        {types.map((type) => (
          <li key={type}>
            <SeatSign type={type} look="free" />
            <span class={styles.words}>
              {words[type]}
              <span class="soft figures">{show.prices[type] && format.money(show.prices[type])}</span>
            </span>
          </li>
        ))}
        {states.map((look) => (
          <li key={look}>
            <SeatSign type="regular" look={look} />
            {t[look]}
          </li>
        ))}
      </ul>
      <p class="soft">{t.units}</p>
    </section>
  );
};
