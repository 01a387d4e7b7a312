import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import {
  type Camera,
  pan,
  type Size,
  seatAt,
  showSeat,
  tapScale,
  wholeHall,
  within,
  zoom,
} from './Camera.ts';
import { createSprites } from './createSprites.ts';
import { createStale } from './createStale.ts';
import { createTiles } from './createTiles.ts';
import { fadingOf } from './fadingOf.ts';
import { listenForGestures } from './gestures.ts';
import { type Inks, readInks } from './Inks.ts';
import { paint, type Scene } from './paint.ts';
import { regionOf } from './Region.ts';
import type { Shown } from './Shown.ts';

export interface MapView {
  show(shown: Shown): void;
  fade(seats: readonly Seat[]): void;
  zoomBy(factor: number): void;
  showAll(): void;
  lookAt(seat: Seat): void;
  close(): void;
}

const densityMax = 3;
/** Without being moved: then there is time to paint ahead. */
const restMs = 150;

/** The seats on a sheet that is moved in its frame. Paints at most once per frame, and only what has changed. */
export const createMapView = (
  view: HTMLElement,
  sheet: HTMLElement,
  plan: SeatPlan,
  onTap: (seat: Seat) => void,
): MapView => {
  const stop = new AbortController();
  const sprites = createSprites();
  const tiles = createTiles(sheet);
  const stale = createStale(plan);
  const fading = fadingOf();
  let inks: Inks = readInks(view);
  let frame: Size = { width: 1, height: 1 };
  let density = 1;
  let camera: Camera | undefined;
  let shown: Shown | undefined;
  let planned = 0;
  let movedAtMs = Number.NEGATIVE_INFINITY;

  const draw = (): void => {
    planned = 0;
    if (shown === undefined || camera === undefined) return;
    const { scale } = camera;
    const gone = fading.at(performance.now());
    const changed = stale.take();
    if (changed === 'all') tiles.forgetAll();
    else for (const seat of changed) tiles.forget(regionOf(seat, scale));
    const scene: Scene = { ...shown, plan, scale, density, inks, lookOf: stale.lookOf, fading: gone };
    const isInMotion = performance.now() - movedAtMs < restMs;
    const isDrawn = tiles.draw(camera, frame, isInMotion, (context, region) =>
      paint(context, scene, sprites, region),
    );
    // Also after the last step of their fading.
    stale.add([...gone.keys()].map((id) => plan.byId.get(id)));
    if (!isDrawn || gone.size > 0) repaint();
  };
  const repaint = (): void => {
    if (planned === 0) planned = requestAnimationFrame(draw);
  };
  const move = (next: Camera): void => {
    camera = within(next, plan, frame);
    movedAtMs = performance.now();
    repaint();
  };
  const current = (): Camera => camera ?? wholeHall(plan, frame);

  const resize = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    if (width === 0 || height === 0) return;
    const wasWhole = camera === undefined || camera.scale <= wholeHall(plan, frame).scale * 1.01;
    frame = { width, height };
    density = Math.min(densityMax, window.devicePixelRatio);
    tiles.setDensity(density);
    camera = within(wasWhole ? wholeHall(plan, frame) : current(), plan, frame);
    draw();
  });
  resize.observe(view);

  const recolour = (): void => {
    inks = readInks(view);
    stale.addAll();
    repaint();
  };
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', recolour, { signal: stop.signal });

  listenForGestures(
    view,
    {
      onPan: (dx, dy) => move(pan(current(), dx, dy)),
      onZoom: (factor, x, y) => move(zoom(current(), factor, x, y)),
      onTap: (x, y) => {
        const seat = seatAt(current(), plan, x, y);
        if (current().scale < tapScale * 0.7) move(zoom(current(), tapScale / current().scale, x, y));
        else if (seat !== undefined) onTap(seat);
      },
    },
    stop.signal,
  );

  return {
    show: (next) => {
      shown = next;
      stale.show(next);
      repaint();
    },
    fade: (seats) => {
      fading.start(seats, performance.now());
      stale.add(seats);
      repaint();
    },
    zoomBy: (factor) => move(zoom(current(), factor, frame.width / 2, frame.height / 2)),
    showAll: () => move(wholeHall(plan, frame)),
    lookAt: (seat) => move(showSeat(current(), seat, frame)),
    close: () => {
      stop.abort();
      resize.disconnect();
      tiles.close();
      cancelAnimationFrame(planned);
    },
  };
};
