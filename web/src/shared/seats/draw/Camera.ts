import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';

/** Where the map stands in its frame: CSS pixels per seat width, and the world's corner in pixels. */
export interface Camera {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const scaleMax = 56;
/** A finger hits a seat of this size. */
export const tapScale = 24;

/** The whole hall, in the middle of the frame. */
export const wholeHall = (plan: SeatPlan, frame: Size): Camera => {
  const scale = Math.min(frame.width / plan.width, frame.height / plan.height, scaleMax);
  return {
    scale,
    x: (frame.width - plan.width * scale) / 2 - plan.left * scale,
    y: (frame.height - plan.height * scale) / 2 - plan.top * scale,
  };
};

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

const clampAxis = (offset: number, start: number, length: number, frame: number): number => {
  const near = -start;
  const far = frame - start - length;
  return length <= frame ? clamp(offset, near, far) : clamp(offset, far, near);
};

/** Never further out than the whole hall, and no part of the frame empty that the hall could fill. */
export const within = (camera: Camera, plan: SeatPlan, frame: Size): Camera => {
  const smallest = wholeHall(plan, frame).scale;
  const scale = clamp(camera.scale, smallest, Math.max(smallest, scaleMax));
  const { left, top, width, height } = plan;
  return {
    scale,
    x: clampAxis(camera.x, left * scale, width * scale, frame.width),
    y: clampAxis(camera.y, top * scale, height * scale, frame.height),
  };
};

export const pan = (camera: Camera, dx: number, dy: number): Camera => ({
  ...camera,
  x: camera.x + dx,
  y: camera.y + dy,
});

/** The point of the frame stays where it is. */
export const zoom = (camera: Camera, factor: number, atX: number, atY: number): Camera => {
  const scale = clamp(camera.scale * factor, 1, scaleMax);
  const real = scale / camera.scale;
  return { scale, x: atX - (atX - camera.x) * real, y: atY - (atY - camera.y) * real };
};

/** A seat in the middle of the frame, large enough to see. */
export const showSeat = (camera: Camera, seat: Seat, frame: Size): Camera => {
  const scale = Math.max(camera.scale, tapScale);
  const [left, top] = [(seat.x + 0.5) * scale, (seat.y + 0.5) * scale];
  return { scale, x: frame.width / 2 - left, y: frame.height / 2 - top };
};

/** The seat at a point of the frame. */
export const seatAt = (camera: Camera, plan: SeatPlan, atX: number, atY: number): Seat | undefined => {
  const [x, y] = [(atX - camera.x) / camera.scale, (atY - camera.y) / camera.scale];
  return plan.seats.find((seat) => x >= seat.x && x < seat.x + 1 && y >= seat.y && y < seat.y + 1);
};
