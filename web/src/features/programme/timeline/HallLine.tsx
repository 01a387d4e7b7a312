import type { Slot } from '../day/Slot.ts';
import type { Hall } from '../day/useDay.ts';
import { type Axis, minutePx, msAt } from './Axis.ts';
import { Ghost } from './Ghost.tsx';
import { ShowBlock } from './ShowBlock.tsx';
import styles from './Timeline.module.css';
import type { Placing } from './usePlacing.ts';

export interface HallLineProps {
  readonly axis: Axis;
  readonly hall: Hall;
  readonly slots: readonly Slot[];
  readonly placing: Placing;
  readonly onOpen: (slot: Slot) => void;
}

/** One hall on the timeline. A film that is being placed follows the pointer and the tap. */
export const HallLine = ({ axis, hall, slots, placing, onOpen }: HallLineProps) => {
  const { placement } = placing;
  const moveHere = (event: MouseEvent & { readonly currentTarget: HTMLElement }): void => {
    if (placement === undefined) return;
    event.preventDefault();
    const startsAtMs = msAt(axis, event.clientX - event.currentTarget.getBoundingClientRect().left);
    if (placement.hall.id !== hall.id || placement.startsAtMs !== startsAtMs)
      placing.moveTo(hall, startsAtMs);
  };
  return (
    <li class={styles.line}>
      <span class={styles.name}>
        <bdi>{hall.name}</bdi>
      </span>
      <div
        class={`${styles.track} ${placement === undefined ? '' : styles.placing}`}
        style={{ '--hour': `${60 * minutePx}px` }}
        data-hall={hall.id}
        onClick={moveHere}
        onDragOver={moveHere}
        onDrop={(event) => {
          moveHere(event);
          placing.drop();
        }}
      >
        {slots.map((slot) => (
          <ShowBlock key={slot.show.id} axis={axis} slot={slot} onOpen={onOpen} />
        ))}
        {placement?.hall.id === hall.id && <Ghost axis={axis} placing={placing} />}
      </div>
    </li>
  );
};
