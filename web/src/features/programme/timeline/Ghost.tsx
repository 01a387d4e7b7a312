import { useEffect, useRef } from 'preact/hooks';
import { type Axis, placeOf } from './Axis.ts';
import styles from './ShowBlock.module.css';
import { usePlacementWords } from './usePlacementWords.ts';
import type { Placing } from './usePlacing.ts';

const hourSteps = 12;

const moves: Readonly<Record<string, readonly [steps: number, halls: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  PageUp: [-hourSteps, 0],
  PageDown: [hourSteps, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export interface GhostProps {
  readonly axis: Axis;
  readonly placing: Placing;
}

/** The film that is being placed: arrow keys move it, Enter asks for it, Escape puts it back. */
export const Ghost = ({ axis, placing }: GhostProps) => {
  const { where, standing, times } = usePlacementWords(axis, placing);
  const button = useRef<HTMLButtonElement>(null);
  const { placement, span, clash, isPast } = placing;
  const isHeld = placement?.isDragged === false;
  useEffect(() => {
    if (!isHeld) return;
    button.current?.focus({ preventScroll: true });
    button.current?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [isHeld, placement?.film.id, placement?.hall.id, placement?.startsAtMs]);
  if (placement === undefined || span === undefined) return null;
  const press = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    if (move !== undefined) placing.step(...move);
    else if (event.key === 'Escape') placing.cancel();
    else return;
    event.preventDefault();
  };
  return (
    <button
      ref={button}
      type="button"
      draggable
      class={`${styles.block} ${styles.ghost} ${clash !== undefined || isPast ? styles.bad : ''}`}
      style={placeOf(axis, span)}
      aria-label={`${where}. ${standing}`}
      onKeyDown={press}
      onDragStart={(event) => {
        event.dataTransfer?.setData('text/plain', placement.film.title);
        placing.drag(placement.film);
      }}
      onDragEnd={placing.endDrag}
      onClick={(event) => {
        event.stopPropagation();
        placing.drop();
      }}
    >
      <span class={styles.show}>
        <span class={styles.title}>
          <bdi>{placement.film.title}</bdi>{' '}
        </span>
        <bdi class="figures">{times}</bdi>
      </span>
      <span class={styles.cleaning} />
    </button>
  );
};
