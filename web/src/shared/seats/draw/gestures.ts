/** Turns pointers into panning, zooming and taps. */
export interface GestureTargets {
  readonly onPan: (dx: number, dy: number) => void;
  readonly onZoom: (factor: number, x: number, y: number) => void;
  readonly onTap: (x: number, y: number) => void;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A finger is never quite still. */
const stillPx = 8;
const wheelStep = 0.0022;

const middle = (one: Point, other: Point): Point => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
const apart = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

export const listenForGestures = (
  element: HTMLElement,
  targets: GestureTargets,
  signal: AbortSignal,
): void => {
  const pointers = new Map<number, Point>();
  let moved = 0;
  const onScreen = (event: MouseEvent): Point => ({ x: event.clientX, y: event.clientY });
  /** Asked for when it is needed only: the browser lays out the page for it. */
  const within = ({ x, y }: Point): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: x - left, y: y - top };
  };
  const move = (event: PointerEvent): void => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const point = onScreen(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, point);
    moved += apart(before, point);
    if (moved < stillPx) return;
    if (other === undefined) {
      targets.onPan(point.x - before.x, point.y - before.y);
      return;
    }
    const [from, to] = [middle(before, other), middle(point, other)];
    const { x, y } = within(to);
    targets.onZoom(apart(point, other) / Math.max(1, apart(before, other)), x, y);
    targets.onPan(to.x - from.x, to.y - from.y);
  };
  const options = { signal };
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (pointers.size === 0) moved = 0;
      pointers.set(event.pointerId, onScreen(event));
      element.setPointerCapture(event.pointerId);
    },
    options,
  );
  element.addEventListener('pointermove', move, options);
  element.addEventListener('pointercancel', ({ pointerId }) => void pointers.delete(pointerId), options);
  element.addEventListener(
    'pointerup',
    (event) => {
      const wasTap = pointers.size === 1 && moved < stillPx;
      pointers.delete(event.pointerId);
      const { x, y } = within(onScreen(event));
      if (wasTap) targets.onTap(x, y);
    },
    options,
  );
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const { x, y } = within(onScreen(event));
      targets.onZoom(Math.exp(-event.deltaY * wheelStep), x, y);
    },
    { ...options, passive: false },
  );
};
