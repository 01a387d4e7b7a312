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
import { createSheet } from './createSheet.ts';
import { createSprites } from './createSprites.ts';
import { createStale } from './createStale.ts';
import { fadingOf } from './fadingOf.ts';
import { listenForGestures } from './gestures.ts';
import { type Inks, readInks } from './Inks.ts';
import { paint, type Scene } from './paint.ts';
import { paintedWith, type Region, regionOf } from './Region.ts';
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
/** After zooming, until the room around the frame is painted too. */
const restMs = 150;

/** The seats in a frame with a canvas in it. Paints at most once per frame, and only what has changed. */
export const createMapView = (
  view: HTMLElement,
  canvas: HTMLCanvasElement,
  plan: SeatPlan,
  onTap: (seat: Seat) => void,
): MapView => {
  const stop = new AbortController();
  const sprites = createSprites();
  const sheet = createSheet(canvas);
  const stale = createStale(plan);
  const fading = fadingOf();
  let inks: Inks = readInks(canvas);
  let frame: Size = { width: 1, height: 1 };
  let camera: Camera | undefined;
  let shown: Shown | undefined;
  let planned = 0;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const scene = (seenBy: Camera, now: Shown, gone: Scene['fading']): Scene => ({
    ...{ ...now, plan, inks, lookOf: stale.lookOf, fading: gone },
    ...{ camera: seenBy, density: sheet.density() },
  });
  const layAgain = (at: Camera): Region => {
    clearTimeout(resting);
    const before = sheet.laid();
    const isZooming = before !== undefined && before.camera.scale !== at.scale;
    if (!isZooming) return sheet.lay(at, 'all');
    resting = setTimeout(() => {
      sheet.forget();
      repaint();
    }, restMs);
    return sheet.lay(at, 'middle');
  };
  const draw = (): void => {
    planned = 0;
    if (shown === undefined || camera === undefined) return;
    const gone = fading.at(performance.now());
    stale.add([...gone.keys()].map((id) => plan.byId.get(id)));
    const changed = stale.take();
    if (changed === 'all') sheet.forget();
    const isLaid = sheet.serves(camera);
    const whole = isLaid ? undefined : layAgain(camera);
    const laid = sheet.laid();
    if (laid === undefined) return;
    const seenBy = sheet.camera(laid);
    const now = scene(seenBy, shown, gone);
    if (whole !== undefined) sheet.paint('empty', (context) => paint(context, now, sprites, whole));
    else if (changed !== 'all' && changed.size > 0) {
      sheet.paint('shown', (context) => {
        for (const seat of changed)
          paint(context, now, sprites, regionOf(paintedWith(plan, seat), seenBy, sheet.density()));
      });
    }
    sheet.move(camera);
    if (gone.size > 0) {
      // Once more after the last step, as the seats look then.
      stale.add([...gone.keys()].map((id) => plan.byId.get(id)));
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
    sheet.fit(frame, Math.min(densityMax, window.devicePixelRatio));
    camera = within(wasWhole ? wholeHall(plan, frame) : current(), plan, frame);
    draw();
  });
  resize.observe(view);

  const recolour = (): void => {
    inks = readInks(canvas);
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
      repaint();
    },
    zoomBy: (factor) => move(zoom(current(), factor, frame.width / 2, frame.height / 2)),
    showAll: () => move(wholeHall(plan, frame)),
    lookAt: (seat) => move(showSeat(current(), seat, frame)),
    close: () => {
      stop.abort();
      resize.disconnect();
      cancelAnimationFrame(planned);
      clearTimeout(resting);
    },
  };
};
