import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import type { Camera } from './Camera.ts';
import type { Sprites } from './createSprites.ts';
import type { Inks } from './Inks.ts';
import type { Look } from './Look.ts';
import { meets, type Region } from './Region.ts';
import type { Shown } from './Shown.ts';

export interface Scene extends Shown {
  readonly plan: SeatPlan;
  readonly camera: Camera;
  readonly density: number;
  readonly inks: Inks;
  /** Seats that were taken a moment ago, each with how far its fading is, from 0 to 1. */
  readonly fading: ReadonlyMap<string, number>;
}

const rowNames = (
  context: OffscreenCanvasRenderingContext2D,
  { plan, camera, inks }: Scene,
  region: Region,
): void => {
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
      const y = camera.y + (seat.y + 0.5) * camera.scale;
      const room = camera.scale * 2;
      const around = { left: x - room, top: y - size, right: x + room, bottom: y + size };
      if (meets(around, region)) context.fillText(seat.row, x, y);
    }
  }
};

const screen = (
  context: OffscreenCanvasRenderingContext2D,
  { plan, camera, inks, screenLabel }: Scene,
): void => {
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
const bridge = (context: OffscreenCanvasRenderingContext2D, scene: Scene, seat: Seat, look: Look): void => {
  const other = scene.plan.seats[seat.index + 1];
  if (seat.unitId === undefined || other?.unitId !== seat.unitId) return;
  if (look !== 'own' && look !== 'free') return;
  const { camera, inks } = scene;
  const [x, y] = [camera.x + (seat.x + 0.7) * camera.scale, camera.y + (seat.y + 0.3) * camera.scale];
  context.fillStyle = look === 'own' ? inks.own : inks.types[seat.type];
  context.fillRect(x, y, camera.scale * 0.6, camera.scale * 0.4);
};

const seats = (
  context: OffscreenCanvasRenderingContext2D,
  scene: Scene,
  sprites: Sprites,
  region: Region,
): void => {
  const { plan, camera, density, inks, lookOf, fading } = scene;
  const { scale } = camera;
  for (const seat of plan.seats) {
    const [x, y] = [camera.x + seat.x * scale, camera.y + seat.y * scale];
    // A couple's bridge reaches into the next seat.
    if (!meets({ left: x, top: y, right: x + 1.3 * scale, bottom: y + scale }, region)) continue;
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

const cursor = (context: OffscreenCanvasRenderingContext2D, { active, camera, inks }: Scene): void => {
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

/** Draws what is in a region of the canvas, and nothing else. */
export const paint = (
  context: OffscreenCanvasRenderingContext2D,
  scene: Scene,
  sprites: Sprites,
  region: Region,
): void => {
  const { left, top, right, bottom } = region;
  context.setTransform(scene.density, 0, 0, scene.density, 0, 0);
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, bottom - top);
  context.clip();
  context.clearRect(left, top, right - left, bottom - top);
  screen(context, scene);
  rowNames(context, scene, region);
  seats(context, scene, sprites, region);
  cursor(context, scene);
  context.restore();
};
