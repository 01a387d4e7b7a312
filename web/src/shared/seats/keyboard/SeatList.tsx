import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { isolated } from '../../format/isolated.ts';
import type { Show } from '../../shows/Show.ts';
import { Select } from '../../ui/Select.tsx';
import { canChoose, type LookOf } from '../draw/Look.ts';
import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import { seatMessages } from '../seatMessages.ts';
import styles from './SeatList.module.css';
import { useSeatWords } from './useSeatWords.ts';

export interface SeatListProps {
  readonly plan: SeatPlan;
  readonly show: Show;
  readonly lookOf: LookOf;
  readonly onSeat: (seat: Seat) => void;
}

const sectionsOf = ({ seats }: SeatPlan): readonly string[] => [
  ...new Set(seats.flatMap(({ zone }) => zone ?? [])),
];

/** From section to row to seat, step by step, for those who do not want a map. */
export const SeatList = ({ plan, show, lookOf, onSeat }: SeatListProps) => {
  const t = useStore(seatMessages);
  const say = useSeatWords(show, lookOf);
  const sections = sectionsOf(plan);
  const [section, setSection] = useState('');
  const rows = plan.rows
    .map((row) => row.filter(({ zone }) => section === '' || zone === section))
    .filter((row) => row.length > 0);
  const [rowName, setRowName] = useState(rows[0]?.[0]?.row ?? '');
  const row = rows.find(([first]) => first?.row === rowName) ?? rows[0] ?? [];
  const names = rows.flatMap(([first]) => (first === undefined ? [] : [first.row]));
  return (
    <details class={styles.list}>
      <summary>{t.list}</summary>
      {sections.length > 1 && (
        <Select
          label={t.section}
          options={['', ...sections].map((value) => ({
            value,
            label: value === '' ? t.allSections : isolated(value),
          }))}
          value={section}
          onChange={setSection}
        />
      )}
      <Select
        label={t.row}
        options={names.map((value) => ({ value, label: value }))}
        value={rowName}
        onChange={setRowName}
      />
      <ul class={styles.seats}>
        {row.map((seat) => (
          <li key={seat.id}>
            <button
              type="button"
              aria-pressed={lookOf(seat) === 'own' || lookOf(seat) === 'wish'}
              disabled={!canChoose(lookOf(seat))}
              onClick={() => onSeat(seat)}
            >
              {say(seat)}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
};
