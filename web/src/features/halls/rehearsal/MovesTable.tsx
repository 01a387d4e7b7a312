import { useStore } from '@nanostores/preact';
import { messages } from '../messages.ts';
import styles from './RehearsalPanel.module.css';
import type { Move } from './useRehearsal.ts';

const useMoveWords = () => {
  const t = useStore(messages);
  const nameOf = ({ row, number }: Move['seat']): string => t.rowSeat({ row, seat: number });
  return {
    nameOf,
    whyOf: ({ why }: Move): string => t[why],
    goalOf: ({ to, status }: Move): string => {
      if (status !== 'booked') return t[status];
      if (to === null) return t.noSeat;
      return to.isNew ? t.isNew({ seat: nameOf(to) }) : nameOf(to);
    },
  };
};

/** Who has to move, and where to. */
export const MovesTable = ({ moves, label }: { readonly moves: readonly Move[]; readonly label: string }) => {
  const t = useStore(messages);
  const { nameOf, whyOf, goalOf } = useMoveWords();
  return (
    <table class={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{t.from}</th>
          <th scope="col">{t.why}</th>
          <th scope="col">{t.booking}</th>
          <th scope="col">{t.to}</th>
        </tr>
      </thead>
      <tbody>
        {moves.map((move) => (
          <tr key={move.seat.id}>
            <td>{nameOf(move.seat)}</td>
            <td>{whyOf(move)}</td>
            <td>{move.bookingReference ?? ''}</td>
            <td>{goalOf(move)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
