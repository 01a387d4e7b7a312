import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { messages } from '../messages.ts';
import { useInstants } from '../useInstants.ts';
import type { Step } from './foldShow.ts';
import styles from './Replay.module.css';
import type { Playback } from './usePlayback.ts';

export interface MomentSliderProps {
  readonly show: Show;
  readonly places: readonly number[];
  readonly step: Step;
  readonly playback: Playback;
}

const stops = 1_000;

/** Arrow keys move it, Home and End go to its ends, the space bar plays. */
export const MomentSlider = ({ show, places, step, playback }: MomentSliderProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const instant = useInstants(show.timeZone);
  const end = places.at(-1) ?? 0;
  const said = t.moment({
    at: instant(step.event.at),
    booked: format.number(step.counts.B),
    held: format.number(step.counts.H),
  });
  const press = (event: KeyboardEvent): void => {
    if (event.key !== ' ') return;
    event.preventDefault();
    playback.toggle();
  };
  return (
    <input
      class={styles.slider}
      type="range"
      min={0}
      max={stops}
      step="any"
      value={end === 0 ? stops : (playback.at * stops) / end}
      aria-label={t.slider}
      aria-valuetext={said}
      onInput={({ currentTarget }) => playback.seek((currentTarget.valueAsNumber * end) / stops)}
      onKeyDown={press}
    />
  );
};
