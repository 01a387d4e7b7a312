import { useStore } from '@nanostores/preact';
import { useEffect, useRef } from 'preact/hooks';
import { formats } from '../../../shared/format/formats.ts';
import type { Slot } from '../day/Slot.ts';
import type { Hall } from '../day/useDay.ts';
import { messages } from '../messages.ts';
import { type Axis, hoursOf, pxOf, restingPx, widthOf } from './Axis.ts';
import { HallLine } from './HallLine.tsx';
import styles from './Timeline.module.css';
import { usePlacementWords } from './usePlacementWords.ts';
import type { Placing } from './usePlacing.ts';

export interface TimelineProps {
  readonly axis: Axis;
  readonly halls: readonly Hall[];
  readonly slots: readonly Slot[];
  readonly placing: Placing;
  readonly onOpen: (slot: Slot) => void;
}

/** The halls below each other, the day from left to right. */
export const Timeline = ({ axis, halls, slots, placing, onOpen }: TimelineProps) => {
  const t = useStore(messages);
  const { time } = useStore(formats);
  const { where, standing } = usePlacementWords(axis, placing);
  const scroll = useRef<HTMLElement>(null);
  useEffect(() => scroll.current?.scrollTo({ left: restingPx(axis, slots) }), [axis.fromMs]);
  return (
    <>
      <p class={styles.said} role="status">
        {placing.placement === undefined ? '' : `${where}. ${standing}`}
      </p>
      <section
        ref={scroll}
        class={styles.scroll}
        style={{ '--width': `${widthOf(axis)}px` }}
        dir="ltr"
        aria-label={t.timeline}
        tabIndex={0}
      >
        <div class={styles.line} aria-hidden="true">
          <span class={styles.name} />
          <div class={styles.hours}>
            {hoursOf(axis).map((ms) => (
              <span key={ms} class={styles.hour} style={{ '--at': `${pxOf(axis, ms)}px` }}>
                <bdi>{time(new Date(ms).toISOString(), axis.timeZone)}</bdi>
              </span>
            ))}
          </div>
        </div>
        <ul>
          {halls.map((hall) => {
            const own = slots.filter(({ hallId }) => hallId === hall.id);
            return <HallLine key={hall.id} {...{ axis, hall, placing, onOpen }} slots={own} />;
          })}
        </ul>
      </section>
    </>
  );
};
