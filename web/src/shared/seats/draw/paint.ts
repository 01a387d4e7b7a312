import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import type { Camera, Size } from './Camera.ts';
import type { Sprites } from './createSprites.ts';
import type { Inks } from './Inks.ts';
import type { Look, LookOf } from './Look.ts';

export interface Scene {
  readonly plan: SeatPlan;
  readonly lookOf: LookOf;
  readonly camera: Camera;
  readonly inks: Inks;
  readonly screenLabel: string;
  /** Where the keyboard is. */
  readonly active: Seat | undefined;
  /** Seats that were taken a moment ago, each with how far its fading is, from 0 to 1. */
  readonly fading: ReadonlyMap<string, number>;
}

const rowNames = (context: CanvasRenderingContext2D, { plan, camera, inks }: Scene): void => {
  const size = Math.min(15, camera.scale * 0.5);
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
      const x = camera.x + (seat.x + side) * camera.scale;
      context.fillText(seat.row, x, camera.y + (seat.y + 0.5) * camera.scale);
    }
  }
};

const screen = (context: CanvasRenderingContext2D, { plan, camera, inks, screenLabel }: Scene): void => {
  const half = (plan.screen.width / 2) * camera.scale;
  const x = camera.x + (plan.screen.x + 0.5) * camera.scale;
  const y = camera.y + (plan.screen.y - 0.1) * camera.scale;
  context.strokeStyle = inks.line;
  context.lineWidth = Math.max(2, camera.scale * 0.12);
  context.lineCap = 'round';
  context.beginPath();
  context.moveTo(x - half, y);
  context.quadraticCurveTo(x, y - camera.scale * 0.5, x + half, y);
  context.stroke();
  context.font = `600 ${Math.max(10, Math.min(14, camera.scale * 0.45))}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.fillStyle = inks.soft;
  context.fillText(screenLabel, x, y + 2);
};

/** The two halves of a couple as one. */
const bridge = (context: CanvasRenderingContext2D, scene: Scene, seat: Seat, look: Look): void => {
  const other = scene.plan.seats[seat.index + 1];
  if (seat.unitId === undefined || other?.unitId !== seat.unitId) return;
  if (look !== 'own' && look !== 'free') return;
  const { camera, inks } = scene;
  const [x, y] = [camera.x + (seat.x + 0.7) * camera.scale, camera.y + (seat.y + 0.3) * camera.scale];
  context.fillStyle = look === 'own' ? inks.own : inks.types[seat.type];
  context.fillRect(x, y, camera.scale * 0.6, camera.scale * 0.4);
};

const seats = (
  context: CanvasRenderingContext2D,
  scene: Scene,
  sprites: Sprites,
  frame: Size,
  density: number,
): void => {
  const { plan, camera, inks, lookOf, fading } = scene;
  const { scale } = camera;
  for (const seat of plan.seats) {
    const [x, y] = [camera.x + seat.x * scale, camera.y + seat.y * scale];
    if (x < -scale || y < -scale || x > frame.width || y > frame.height) continue;
    const look = lookOf(seat);
    bridge(context, scene, seat, look);
    const gone = fading.get(seat.id);
    if (gone !== undefined) {
      context.globalAlpha = 1 - gone;
      context.drawImage(sprites(seat.type, 'free', scale * density, inks), x, y, scale, scale);
      context.globalAlpha = gone;
    }
    context.drawImage(sprites(seat.type, look, scale * density, inks), x, y, scale, scale);
    context.globalAlpha = 1;
  }
};

const cursor = (context: CanvasRenderingContext2D, { active, camera, inks }: Scene): void => {
  if (active === undefined) return;
  const { scale } = camera;
  context.strokeStyle = inks.own;
  context.lineWidth = 3;
  context.beginPath();
  context.roundRect(
    camera.x + active.x * scale - 2,
    camera.y + active.y * scale - 2,
    scale + 4,
    scale + 4,
    scale * 0.3,
  );
  context.stroke();
};

/** Draws what is in the frame, and nothing else. */
export const paint = (
  context: CanvasRenderingContext2D,
  scene: Scene,
  sprites: Sprites,
  frame: Size,
  density: number,
): void => {
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, frame.width, frame.height);
  screen(context, scene);
  rowNames(context, scene);
  seats(context, scene, sprites, frame, density);
  cursor(context, scene);
};
