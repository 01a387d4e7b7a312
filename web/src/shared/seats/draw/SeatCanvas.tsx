import { useStore } from '@nanostores/preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Change } from '../live/useLiveMap.ts';
import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import { seatMessages } from '../seatMessages.ts';
import { createMapView, type MapView } from './createMapView.ts';
import type { LookOf } from './Look.ts';
import styles from './SeatCanvas.module.css';

export interface SeatCanvasProps {
  readonly plan: SeatPlan;
  readonly lookOf: LookOf;
  readonly change: Change | undefined;
  readonly active: Seat | undefined;
  readonly onSeat: (seat: Seat) => void;
}

/** For eyes and fingers; keyboards and screen readers have the grid beside it. */
export const SeatCanvas = ({ plan, lookOf, change, active, onSeat }: SeatCanvasProps) => {
  const t = useStore(seatMessages);
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<MapView>();
  const tapped = useRef(onSeat);
  tapped.current = onSeat;
  useEffect(() => {
    if (frame.current === null) return;
    const made = createMapView(frame.current, plan, (seat) => tapped.current(seat));
    view.current = made;
    return () => made.close();
  }, [plan]);
  useEffect(() => view.current?.show({ lookOf, active, screenLabel: t.screen }));
  useEffect(() => {
    if (active !== undefined) view.current?.lookAt(active);
  }, [active]);
  useEffect(() => {
    // What the guest has just taken is gone for others only.
    view.current?.fade(change?.gone.filter((seat) => lookOf(seat) === 'taken') ?? []);
  }, [change]);
  return (
    <div class={styles.frame}>
      <div ref={frame} class={styles.view} data-seat-map />
      <div class={styles.zoom}>
        <button type="button" aria-label={t.zoomIn} onClick={() => view.current?.zoomBy(1.6)}>
          +
        </button>
        <button type="button" aria-label={t.zoomOut} onClick={() => view.current?.zoomBy(1 / 1.6)}>
          −
        </button>
        <button type="button" aria-label={t.wholeHall} onClick={() => view.current?.showAll()}>
          ⤢
        </button>
      </div>
    </div>
  );
};
