import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import type { Sprites } from './createSprites.ts';
import type { Inks } from './Inks.ts';
import type { Look } from './Look.ts';
import { bridged, meets, type Region } from './Region.ts';
import type { Shown } from './Shown.ts';

export interface Scene extends Shown {
  readonly plan: SeatPlan;
  /** CSS pixels per seat width. */
  readonly scale: number;
  readonly density: number;
  readonly inks: Inks;
  /** Seats that were taken a moment ago, each with how far its fading is, from 0 to 1. */
  readonly fading: ReadonlyMap<string, number>;
}

const rowNames = (
  context: OffscreenCanvasRenderingContext2D,
  { plan, scale, inks }: Scene,
  region: Region,
): void => {
  const size = Math.min(15, scale * 0.5);
  if (size < 5) return;
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = inks.soft;
  const room = scale * 2;
  for (const row of plan.rows) {
    const [first, last] = [row[0], row.at(-1)];
    if (first === undefined || last === undefined) continue;
    for (const [seat, side] of [
      [first, -0.55],
      [last, 1.55],
    ] as const) {
      const [x, y] = [(seat.x + side) * scale, (seat.y + 0.5) * scale];
      const around = { left: x - room, top: y - size, right: x + room, bottom: y + size };
      if (meets(around, region)) context.fillText(seat.row, x, y);
    }
  }
};

const screen = (
  context: OffscreenCanvasRenderingContext2D,
  { plan, scale, inks, screenLabel }: Scene,
  region: Region,
): void => {
  const half = (plan.screen.width / 2) * scale;
  const [x, y] = [(plan.screen.x + 0.5) * scale, (plan.screen.y - 0.1) * scale];
  if (region.top > y + scale + 20) return;
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
const bridge = (context: OffscreenCanvasRenderingContext2D, scene: Scene, seat: Seat, look: Look): void => {
  const other = scene.plan.seats[seat.index + 1];
  if (seat.unitId === undefined || other?.unitId !== seat.unitId) return;
  if (look !== 'own' && look !== 'free') return;
  const { scale, inks } = scene;
  context.fillStyle = look === 'own' ? inks.own : inks.types[seat.type];
  context.fillRect((seat.x + 0.7) * scale, (seat.y + 0.3) * scale, scale * 0.6, scale * 0.4);
};

const seats = (
  context: OffscreenCanvasRenderingContext2D,
  scene: Scene,
  sprites: Sprites,
  region: Region,
): void => {
  const { plan, scale, density, inks, lookOf, fading } = scene;
  const [left, top, right, bottom] = [
    region.left / scale - bridged,
    region.top / scale - 1,
    region.right / scale,
    region.bottom / scale,
  ];
  for (const seat of plan.seats) {
    if (seat.x < left || seat.x > right || seat.y < top || seat.y > bottom) continue;
    const [x, y] = [seat.x * scale, seat.y * scale];
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

const cursor = (context: OffscreenCanvasRenderingContext2D, { active, scale, inks }: Scene): void => {
  if (active === undefined) return;
  context.strokeStyle = inks.own;
  context.lineWidth = 3;
  context.beginPath();
  context.roundRect(active.x * scale - 2, active.y * scale - 2, scale + 4, scale + 4, scale * 0.3);
  context.stroke();
};

/** Draws what is in a region of the map; what it draws beyond it is cut off by the tile. */
export const paint = (
  context: OffscreenCanvasRenderingContext2D,
  scene: Scene,
  sprites: Sprites,
  region: Region,
): void => {
  screen(context, scene, region);
  rowNames(context, scene, region);
  seats(context, scene, sprites, region);
  cursor(context, scene);
};
