import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import { type Camera, pan, seatAt, showSeat, tapScale, wholeHall, within, zoom } from './Camera.ts';
import { listenForGestures } from './gestures.ts';
import { readInks } from './Inks.ts';
import type { LookOf } from './Look.ts';
import type { Sight } from './Sight.ts';
import { startPainter } from './startPainter.ts';

export interface Shown extends Pick<Sight, 'active' | 'screenLabel'> {
  readonly lookOf: LookOf;
}

export interface MapView {
  show(shown: Shown): void;
  fade(seats: readonly Seat[]): void;
  zoomBy(factor: number): void;
  showAll(): void;
  lookAt(seat: Seat): void;
  close(): void;
}

const densityMax = 3;

/** Knows where the map stands and what a finger hits; what it looks like is the painter's. */
export const createMapView = (view: HTMLElement, plan: SeatPlan, onTap: (seat: Seat) => void): MapView => {
  const stop = new AbortController();
  const nothing = { width: 1, height: 1 };
  let sight: Sight = {
    ...{ camera: wholeHall(plan, nothing), frame: nothing, density: 1 },
    ...{ inks: readInks(view), looks: [], active: undefined, screenLabel: '' },
  };
  const painter = startPainter(view, plan, sight);
  /** The painter hears of what is new only: whatever else than the camera changes makes it paint again. */
  const change = (next: Partial<Sight>): void => {
    const isNew = ([part, value]: [string, unknown]): boolean => value !== sight[part as keyof Sight];
    const changed: Partial<Sight> = Object.fromEntries(Object.entries(next).filter(isNew));
    if (Object.keys(changed).length === 0) return;
    sight = { ...sight, ...changed };
    painter.show(changed);
  };
  const move = (camera: Camera): void => change({ camera: within(camera, plan, sight.frame) });

  const resize = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    if (width === 0 || height === 0) return;
    const { camera, frame } = sight;
    const wasWhole = camera.scale <= wholeHall(plan, frame).scale * 1.01;
    const density = Math.min(densityMax, window.devicePixelRatio);
    const whole = (length: number): number => Math.max(1, Math.floor(length * density)) / density;
    const next = { width: whole(width), height: whole(height) };
    change({
      ...{ frame: next, density },
      camera: wasWhole ? wholeHall(plan, next) : within(camera, plan, next),
    });
  });
  resize.observe(view);

  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', () => change({ inks: readInks(view) }), { signal: stop.signal });
  const isStill = window.matchMedia('(prefers-reduced-motion: reduce)');

  listenForGestures(
    view,
    {
      onPan: (dx, dy) => move(pan(sight.camera, dx, dy)),
      onZoom: (factor, x, y) => move(zoom(sight.camera, factor, x, y)),
      onTap: (x, y) => {
        const { camera } = sight;
        const seat = seatAt(camera, plan, x, y);
        if (camera.scale < tapScale * 0.7) move(zoom(camera, tapScale / camera.scale, x, y));
        else if (seat !== undefined) onTap(seat);
      },
    },
    stop.signal,
  );

  return {
    show: ({ lookOf, active, screenLabel }) => {
      const looks = plan.seats.map(lookOf);
      const isSame =
        looks.length === sight.looks.length && looks.every((look, index) => look === sight.looks[index]);
      change({ active, screenLabel, looks: isSame ? sight.looks : looks });
    },
    fade: (seats) => {
      if (!isStill.matches && seats.length > 0) painter.fade(seats);
    },
    zoomBy: (factor) => move(zoom(sight.camera, factor, sight.frame.width / 2, sight.frame.height / 2)),
    showAll: () => move(wholeHall(plan, sight.frame)),
    lookAt: (seat) => move(showSeat(sight.camera, seat, sight.frame)),
    close: () => {
      stop.abort();
      resize.disconnect();
      painter.close();
    },
  };
};
