import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import type { Sprites } from './createSprites.ts';
import type { Sight } from './Sight.ts';

export interface Scene extends Sight {
  readonly plan: SeatPlan;
  /** Seats that were taken a moment ago, each with how far its fading is, from 0 to 1. */
  readonly fading: ReadonlyMap<string, number>;
}

type Context = OffscreenCanvasRenderingContext2D;

/** A couple's bridge reaches into the next seat; in seat widths. */
const bridged = 1.3;

const rowNames = (context: Context, { plan, camera, frame, inks }: Scene): void => {
  const { scale } = camera;
  const size = Math.min(15, scale * 0.5);
  if (size < 5) return;
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = inks.soft;
  for (const row of plan.rows) {
    const [first, last] = [row[0], row.at(-1)];
    if (first === undefined || last === undefined) continue;
    for (const [seat, side] of [
      [first, -0.55],
      [last, 1.55],
    ] as const) {
      const y = (seat.y + 0.5) * scale;
      if (y + camera.y > -size && y + camera.y < frame.height + size)
        context.fillText(seat.row, (seat.x + side) * scale, y);
    }
  }
};

const screen = (context: Context, { plan, camera, inks, screenLabel }: Scene): void => {
  const { scale } = camera;
  const half = (plan.screen.width / 2) * scale;
  const [x, y] = [(plan.screen.x + 0.5) * scale, (plan.screen.y - 0.1) * scale];
  context.strokeStyle = inks.line;
  context.lineWidth = Math.max(2, scale * 0.12);
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x - half, y);
  context.quadraticCurveTo(x, y - scale * 0.5, x + half, y);
  context.stroke();
  context.font = `600 ${Math.max(10, Math.min(14, scale * 0.45))}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.fillStyle = inks.soft;
  context.fillText(screenLabel, x, y + 2);
};

/** The two halves of a couple as one. */
const bridge = (context: Context, { plan, camera, looks, inks }: Scene, seat: Seat): void => {
  const other = plan.seats[seat.index + 1];
  if (seat.unitId === undefined || other?.unitId !== seat.unitId) return;
  const [look, { scale }] = [looks[seat.index], camera];
  if (look !== 'own' && look !== 'free') return;
  context.fillStyle = look === 'own' ? inks.own : inks.types[seat.type];
  context.fillRect((seat.x + 0.7) * scale, (seat.y + 0.3) * scale, scale * 0.6, scale * 0.4);
};

const isSeen = ({ camera: { scale, x, y }, frame }: Scene, seat: Seat): boolean =>
  (seat.x + bridged) * scale + x > 0 &&
  seat.x * scale + x < frame.width &&
  (seat.y + 1) * scale + y > 0 &&
  seat.y * scale + y < frame.height;

/** On whole pixels of the screen, where a copy is sharp and quick. */
const copies = (context: Context, scene: Scene, seats: readonly Seat[], sprites: Sprites): void => {
  const { camera, density, inks, looks, fading } = scene;
  const size = camera.scale * density;
  context.resetTransform();
  sprites.use(size, inks);
  for (const seat of seats) {
    const x = Math.round(seat.x * size + camera.x * density);
    const y = Math.round(seat.y * size + camera.y * density);
    const gone = fading.get(seat.id);
    if (gone !== undefined) {
      context.globalAlpha = 1 - gone;
      context.drawImage(sprites.of(seat.type, 'free'), x, y);
      context.globalAlpha = gone;
    }
    context.drawImage(sprites.of(seat.type, looks[seat.index] ?? 'unknown'), x, y);
    context.globalAlpha = 1;
  }
};

const cursor = (context: Context, { active, camera: { scale }, inks }: Scene): void => {
  if (active === undefined) return;
  context.strokeStyle = inks.own;
  context.lineWidth = 3;
  context.beginPath();
  context.roundRect(active.x * scale - 2, active.y * scale - 2, scale + 4, scale + 4, scale * 0.3);
  context.stroke();
};

/** What the camera sees. */
export const paint = (context: Context, scene: Scene, sprites: Sprites): void => {
  const { camera, density } = scene;
  const toMap = (): void =>
    context.setTransform(density, 0, 0, density, camera.x * density, camera.y * density);
  context.resetTransform();
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  const seats = scene.plan.seats.filter((seat) => isSeen(scene, seat));
  toMap();
  screen(context, scene);
  rowNames(context, scene);
  for (const seat of seats) bridge(context, scene, seat);
  copies(context, scene, seats, sprites);
  toMap();
  cursor(context, scene);
};
