import { useMemo, useState } from 'preact/hooks';
import type { Show } from '../../../shared/shows/Show.ts';
import { type ShowHistory, stepAt } from './foldShow.ts';
import { HouseFigures } from './HouseFigures.tsx';
import { HouseThen } from './HouseThen.tsx';
import { type Axis, placesOn } from './placesOn.ts';
import styles from './Replay.module.css';
import { ReplayControls } from './ReplayControls.tsx';
import { SalesCurve } from './SalesCurve.tsx';
import { usePlayback } from './usePlayback.ts';

export interface ReplayProps {
  readonly show: Show;
  /** With at least one step. */
  readonly history: ShowHistory;
  readonly onReload: () => void;
}

export const Replay = ({ show, history, onReload }: ReplayProps) => {
  const [axis, setAxis] = useState<Axis>('time');
  const places = useMemo(() => placesOn(history.steps, axis), [history, axis]);
  const end = places.at(-1) ?? 0;
  const playback = usePlayback(end);
  const index = stepAt(places, playback.at);
  const step = history.steps[index];
  if (step === undefined) return null;
  const changeAxis = (next: Axis): void => {
    playback.seek(placesOn(history.steps, next)[index] ?? 0);
    setAxis(next);
  };
  return (
    <div class={styles.replay}>
      <HouseThen show={show} history={history} index={index} step={step} />
      <HouseFigures show={show} step={step} currency={history.currency} />
      <ReplayControls {...{ show, places, index, step, playback, axis, onReload }} onAxis={changeAxis} />
      <SalesCurve {...{ show, history, places, axis }} at={playback.at} onPlace={playback.seek} />
    </div>
  );
};
