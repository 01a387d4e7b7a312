import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { formats } from '../../../shared/format/formats.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { Select } from '../../../shared/ui/Select.tsx';
import { messages } from '../messages.ts';
import type { Step } from './foldShow.ts';
import { MomentSlider } from './MomentSlider.tsx';
import type { Axis } from './placesOn.ts';
import styles from './Replay.module.css';
import type { Playback } from './usePlayback.ts';

export interface ReplayControlsProps {
  readonly show: Show;
  readonly places: readonly number[];
  readonly index: number;
  readonly step: Step;
  readonly playback: Playback;
  readonly axis: Axis;
  readonly onAxis: (axis: Axis) => void;
  readonly onReload: () => void;
}

const speeds = ['0.25', '0.5', '1', '2', '4', '8'] as const;

export const ReplayControls = (props: ReplayControlsProps) => {
  const { show, places, index, step, playback, axis, onAxis, onReload } = props;
  const t = useStore(messages);
  const { number } = useStore(formats);
  const [, navigate] = useLocation();
  const [seatId, setSeatId] = useState('');
  const goTo = (to: number): void => playback.seek(places[to] ?? playback.at);
  const openSeat = (event: Event): void => {
    event.preventDefault();
    if (seatId.trim() !== '') navigate(`/log/shows/${show.id}/seats/${encodeURIComponent(seatId.trim())}`);
  };
  return (
    <div class={styles.controls}>
      <MomentSlider {...{ show, places, step, playback }} />
      <div class={styles.buttons}>
        <Button onClick={playback.toggle}>{playback.isPlaying ? t.pause : t.play}</Button>
        <Button look="plain" disabled={index === 0} onClick={() => goTo(index - 1)}>
          {t.earlier}
        </Button>
        <Button look="plain" disabled={index >= places.length - 1} onClick={() => goTo(index + 1)}>
          {t.later}
        </Button>
        <Select
          label={t.speed}
          options={speeds.map((value) => ({ value, label: `×${number(Number(value))}` }))}
          value={speeds.find((each) => Number(each) === playback.speed) ?? '1'}
          onChange={(value) => playback.setSpeed(Number(value))}
        />
        <Select
          label={t.scale}
          options={[
            { value: 'time', label: t.scaleTime },
            { value: 'events', label: t.scaleEvents },
          ]}
          value={axis}
          onChange={onAxis}
        />
        <Button look="quiet" onClick={onReload}>
          {t.reload}
        </Button>
      </div>
      <form class={styles.seat} onSubmit={openSeat}>
        <Field label={t.seat} name="seat" value={seatId} onInput={setSeatId} hint={t.seatHint} />
        <Button type="submit" look="plain">
          {t.biographyOpen}
        </Button>
      </form>
    </div>
  );
};
