import type { SeatType } from '../plan/SeatPlan.ts';
import { drawSeat } from './drawSeat.ts';
import type { Inks } from './Inks.ts';
import type { Look } from './Look.ts';

/** Seats drawn once per type, look and size, and copied from there: copying is many times quicker than drawing. */
export const createSprites = () => {
  let sprites = new Map<string, HTMLCanvasElement>();
  let drawnFor: readonly [number, Inks] | undefined;
  return (type: SeatType, look: Look, size: number, inks: Inks): HTMLCanvasElement => {
    if (drawnFor?.[0] !== size || drawnFor[1] !== inks) {
      sprites = new Map();
      drawnFor = [size, inks];
    }
    const name = `${type} ${look}`;
    const known = sprites.get(name);
    if (known !== undefined) return known;
    const sprite = document.createElement('canvas');
    sprite.width = Math.ceil(size);
    sprite.height = Math.ceil(size);
    const context = sprite.getContext('2d');
    if (context !== null) drawSeat(context, type, look, size, inks);
    sprites.set(name, sprite);
    return sprite;
  };
};

export type Sprites = ReturnType<typeof createSprites>;
