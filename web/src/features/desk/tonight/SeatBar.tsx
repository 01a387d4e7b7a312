import type { Standing } from './House.ts';
import styles from './Tonight.module.css';

/** Booked, held and blocked seats as parts of a line; the numbers stand beside it. */
export const SeatBar = ({ standing: { seats, booked, held, blocked } }: { readonly standing: Standing }) => {
  const all = Math.max(1, seats);
  return (
    <svg class={styles.bar} viewBox={`0 0 ${all} 1`} preserveAspectRatio="none" aria-hidden="true">
      <rect class={styles.booked} width={booked} height={1} />
      <rect class={styles.heldPart} x={booked} width={held} height={1} />
      <rect class={styles.blockedPart} x={all - blocked} width={blocked} height={1} />
    </svg>
  );
};
