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
import { createPicture, type Painter } from './createPicture.ts';
import { createSprites } from './createSprites.ts';
import { fadingOf } from './fadingOf.ts';
import { listenForGestures } from './gestures.ts';
import { type Inks, readInks } from './Inks.ts';
import type { LookOf } from './Look.ts';
import { paint } from './paint.ts';

export interface Shown {
  readonly lookOf: LookOf;
  readonly active: Seat | undefined;
  readonly screenLabel: string;
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

/** A canvas with the seats on it. Paints at most once per frame, and only when something has changed. */
export const createMapView = (
  canvas: HTMLCanvasElement,
  plan: SeatPlan,
  onTap: (seat: Seat) => void,
): MapView => {
  const context = canvas.getContext('2d');
  const stop = new AbortController();
  const sprites = createSprites();
  const picture = createPicture();
  const fading = fadingOf();
  let inks: Inks = readInks(canvas);
  let frame: Size = { width: 1, height: 1 };
  let density = 1;
  let camera: Camera | undefined;
  let shown: Shown | undefined;
  let planned = 0;

  const draw = (): void => {
    planned = 0;
    if (context === null || shown === undefined || camera === undefined) return;
    const scene = { plan, inks, fading: fading.at(performance.now()), ...shown };
    const painter: Painter = (target, seenBy, size) =>
      paint(target, { ...scene, camera: seenBy }, sprites, size, density);
    if (scene.fading.size === 0) picture.draw(context, camera, frame, density, painter);
    else {
      picture.forget();
      painter(context, camera, frame);
      repaint();
    }
  };
  const repaint = (): void => {
    if (planned === 0) planned = requestAnimationFrame(draw);
  };
  const move = (next: Camera): void => {
    camera = within(next, plan, frame);
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
    canvas.width = Math.round(width * density);
    canvas.height = Math.round(height * density);
    camera = within(wasWhole ? wholeHall(plan, frame) : current(), plan, frame);
    draw();
  });
  resize.observe(canvas);

  const recolour = (): void => {
    inks = readInks(canvas);
    picture.forget();
    repaint();
  };
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', recolour, { signal: stop.signal });

  listenForGestures(
    canvas,
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
      picture.forget();
      repaint();
    },
    fade: (seats) => {
      fading.start(seats, performance.now());
      repaint();
    },
    zoomBy: (factor) => move(zoom(current(), factor, frame.width / 2, frame.height / 2)),
    showAll: () => move(wholeHall(plan, frame)),
    lookAt: (seat) => move(showSeat(current(), seat, frame)),
    close: () => {
      stop.abort();
      resize.disconnect();
      cancelAnimationFrame(planned);
    },
  };
};
