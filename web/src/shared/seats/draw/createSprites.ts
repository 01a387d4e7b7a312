import type { SeatType } from '../plan/SeatPlan.ts';
import { drawSeat } from './drawSeat.ts';
import type { Inks } from './Inks.ts';
import type { Look } from './Look.ts';

/** Seats drawn once per type, look and size, and copied from there: copying is many times quicker than drawing. */
export const createSprites = () => {
  const sprites = new Map<SeatType, Map<Look, ImageBitmap>>();
  let size = 0;
  let inks: Inks | undefined;
  const drawn = (type: SeatType, look: Look): ImageBitmap => {
    const sprite = new OffscreenCanvas(Math.ceil(size), Math.ceil(size));
    const context = sprite.getContext('2d');
    if (context !== null && inks !== undefined) drawSeat(context, type, look, size, inks);
    return sprite.transferToImageBitmap();
  };
  return {
    /** `sizePixels` of the screen. */
    use: (sizePixels: number, next: Inks): void => {
      if (size === sizePixels && inks === next) return;
      sprites.clear();
      size = sizePixels;
      inks = next;
    },
    of: (type: SeatType, look: Look): ImageBitmap => {
      const ofType = sprites.get(type) ?? new Map<Look, ImageBitmap>();
      const sprite = ofType.get(look) ?? drawn(type, look);
      sprites.set(type, ofType.set(look, sprite));
      return sprite;
    },
  };
};

export type Sprites = ReturnType<typeof createSprites>;
