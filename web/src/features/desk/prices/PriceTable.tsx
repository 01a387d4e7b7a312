import { useStore } from '@nanostores/preact';
import type { TicketType } from '../../../shared/holds/Held.ts';
import { holdMessages } from '../../../shared/holds/holdMessages.ts';
import type { SeatType } from '../../../shared/seats/plan/SeatPlan.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { Scrollable } from '../../../shared/ui/Scrollable.tsx';
import table from '../../../shared/ui/Table.module.css';
import { messages } from '../messages.ts';
import { PriceCell } from './PriceCell.tsx';
import styles from './Prices.module.css';

type TicketPrices = Show['ticketPrices'];

export interface PriceTableProps {
  readonly before: TicketPrices;
  readonly after: TicketPrices;
}

const ticketTypes: readonly TicketType[] = ['adult', 'child', 'student', 'senior'];

/** Each price as it will be; where it changes, what it is now stands beside it. */
export const PriceTable = ({ before, after }: PriceTableProps) => {
  const t = useStore(messages);
  const words = useStore(holdMessages);
  const types = Object.keys(after) as SeatType[];
  return (
    <Scrollable label={t.preview}>
      <table class={`${table.table} figures`}>
        <caption class={styles.caption}>{t.preview}</caption>
        <thead>
          <tr>
            <td />
            {ticketTypes.map((ticket) => (
              <th key={ticket} scope="col">
                {words[ticket]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {types.map((type) => (
            <tr key={type}>
              <th scope="row">{words[type]}</th>
              {ticketTypes.map((ticket) => (
                <PriceCell key={ticket} before={before[type]?.[ticket]} after={after[type]?.[ticket]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
};
