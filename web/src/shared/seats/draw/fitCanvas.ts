import type { Size } from './Camera.ts';

/** Gives the canvas a pixel for each of the screen. A canvas is emptied by that, so one that fits is left alone. */
export const fitCanvas = (canvas: OffscreenCanvas, frame: Size, density: number): void => {
  const [width, height] = [Math.round(frame.width * density), Math.round(frame.height * density)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
};
