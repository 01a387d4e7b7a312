import { useStore } from '@nanostores/preact';
import type { Show } from '../../shows/Show.ts';
import type { LookOf } from '../draw/Look.ts';
import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import { seatMessages } from '../seatMessages.ts';
import { neighbour } from './neighbour.ts';
import styles from './SeatGrid.module.css';
import { useSeatWords } from './useSeatWords.ts';

export interface SeatGridProps {
  readonly plan: SeatPlan;
  readonly show: Show;
  readonly lookOf: LookOf;
  readonly active: Seat | undefined;
  readonly onMove: (seat: Seat | undefined) => void;
  readonly onSeat: (seat: Seat) => void;
}

const cellId = ({ index }: Seat): string => `seat-${index}`;

/** One tab stop for the whole hall. Only the row where the keyboard is stands in the document. */
export const SeatGrid = ({ plan, show, lookOf, active, onMove, onSeat }: SeatGridProps) => {
  const t = useStore(seatMessages);
  const say = useSeatWords(show, lookOf);
  const current = active ?? plan.seats[0];
  if (current === undefined) return null;
  const rowIndex = plan.rows.findIndex((row) => row.includes(current));
  const row = plan.rows[rowIndex] ?? [];
  const press = (event: KeyboardEvent): void => {
    const next = neighbour(plan, current, event.key);
    if (next === undefined && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (next === undefined) onSeat(current);
    else onMove(next);
  };
  return (
    <div
      class={styles.grid}
      role="grid"
      tabIndex={0}
      aria-label={t.grid}
      aria-rowcount={plan.rows.length}
      aria-colcount={Math.max(...plan.rows.map(({ length }) => length))}
      aria-activedescendant={cellId(current)}
      onKeyDown={press}
      onFocus={() => onMove(current)}
      onBlur={() => onMove(undefined)}
    >
      <div role="row" aria-rowindex={rowIndex + 1}>
        {row.map((seat, column) => (
          <div
            key={seat.id}
            id={cellId(seat)}
            role="gridcell"
            aria-colindex={column + 1}
            aria-selected={lookOf(seat) === 'own'}
          >
            {say(seat)}
          </div>
        ))}
      </div>
    </div>
  );
};
