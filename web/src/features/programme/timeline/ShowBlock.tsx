import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import type { Slot } from '../day/Slot.ts';
import { messages } from '../messages.ts';
import { type Axis, placeOf } from './Axis.ts';
import styles from './ShowBlock.module.css';

export interface ShowBlockProps {
  readonly axis: Axis;
  readonly slot: Slot;
  readonly onOpen: (slot: Slot) => void;
}

/** A show with the cleaning after it. */
export const ShowBlock = ({ axis, slot, onOpen }: ShowBlockProps) => {
  const t = useStore(messages);
  const { time } = useStore(formats);
  const { show, freeFromMs } = slot;
  const at = (instant: string) => time(instant, axis.timeZone);
  const times = { from: at(show.startsAt), to: at(show.endsAt) };
  const clean = at(new Date(freeFromMs).toISOString());
  const name = t.place({ title: show.movie.title, hall: show.hall.name, ...times, clean });
  return (
    <button
      type="button"
      class={styles.block}
      style={placeOf(axis, slot)}
      aria-label={name}
      title={name}
      onClick={(event) => {
        event.stopPropagation();
        onOpen(slot);
      }}
    >
      <span class={styles.show}>
        <span class={styles.title}>
          <bdi>{show.movie.title}</bdi>{' '}
        </span>
        <bdi class="figures">{t.until(times)}</bdi>
      </span>
      <span class={styles.cleaning} />
    </button>
  );
};
