import type { SeatType } from '../plan/SeatPlan.ts';
import type { Inks } from './Inks.ts';
import type { Look } from './Look.ts';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const gap = 0.09;

/** The outline of each type within a square of the given size: types differ in shape, not in colour alone. */
const outlines: Readonly<Record<SeatType, (path: Path2D, size: number) => void>> = {
  regular: (path, size) =>
    path.roundRect(gap * size, gap * size, size * (1 - 2 * gap), size * (1 - 2 * gap), size * 0.24),
  premium: (path, size) => {
    path.roundRect(gap * size, gap * size, size * (1 - 2 * gap), size * 0.56, [
      size * 0.3,
      size * 0.3,
      size * 0.1,
      size * 0.1,
    ]);
    path.roundRect(gap * size, size * 0.7, size * (1 - 2 * gap), size * 0.2, size * 0.1);
  },
  recliner: (path, size) => {
    path.roundRect(size * 0.04, size * 0.3, size * 0.92, size * 0.6, size * 0.18);
    path.roundRect(size * 0.22, size * 0.08, size * 0.56, size * 0.4, size * 0.14);
  },
  couple: (path, size) => path.roundRect(0, size * 0.12, size, size * 0.76, size * 0.38),
  wheelchair: (path, size) => path.arc(size / 2, size / 2, size * 0.42, 0, 2 * Math.PI),
  companion: (path, size) => {
    path.moveTo(size / 2, size * 0.04);
    path.lineTo(size * 0.96, size / 2);
    path.lineTo(size / 2, size * 0.96);
    path.lineTo(size * 0.04, size / 2);
    path.closePath();
  },
};

const drawTick = (context: Context, size: number, ink: string): void => {
  context.beginPath();
  context.moveTo(size * 0.3, size * 0.52);
  context.lineTo(size * 0.45, size * 0.67);
  context.lineTo(size * 0.72, size * 0.36);
  context.lineWidth = Math.max(1.5, size * 0.1);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = ink;
  context.stroke();
};

const drawCross = (context: Context, size: number, ink: string): void => {
  context.beginPath();
  context.moveTo(size * 0.28, size * 0.28);
  context.lineTo(size * 0.72, size * 0.72);
  context.moveTo(size * 0.72, size * 0.28);
  context.lineTo(size * 0.28, size * 0.72);
  context.lineWidth = Math.max(1.5, size * 0.1);
  context.lineCap = 'round';
  context.strokeStyle = ink;
  context.stroke();
};

const drawRing = (context: Context, size: number, ink: string): void => {
  context.beginPath();
  context.arc(size / 2, size / 2, size * 0.26, 0, 2 * Math.PI);
  context.lineWidth = Math.max(1.5, size * 0.12);
  context.strokeStyle = ink;
  context.stroke();
};

const drawDot = (context: Context, size: number, ink: string): void => {
  context.fillStyle = ink;
  context.beginPath();
  context.arc(size / 2, size / 2, size * 0.17, 0, 2 * Math.PI);
  context.fill();
};

/** In place of a seat that is not to be had. */
const marks: Readonly<Partial<Record<Look, typeof drawDot>>> = {
  taken: drawDot,
  blocked: drawCross,
  reserved: drawRing,
};

/** One seat at the origin. */
export const drawSeat = (context: Context, type: SeatType, look: Look, size: number, inks: Inks): void => {
  const mark = marks[look];
  if (mark !== undefined) {
    mark(context, size, look === 'taken' ? inks.taken : inks.soft);
    return;
  }
  const path = new Path2D();
  outlines[type](path, size);
  if (look === 'wish') {
    context.strokeStyle = inks.own;
    context.lineWidth = Math.max(1.5, size * 0.1);
    context.setLineDash([size * 0.18, size * 0.12]);
    context.stroke(path);
    context.setLineDash([]);
    return;
  }
  if (look === 'unknown') {
    context.strokeStyle = inks.line;
    context.lineWidth = Math.max(1, size * 0.05);
    context.stroke(path);
    return;
  }
  context.fillStyle = look === 'own' ? inks.own : inks.types[type];
  context.fill(path);
  if (look === 'own') drawTick(context, size, inks.onOwn);
};
