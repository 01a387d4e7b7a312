import type { Camera, Size } from './Camera.ts';

/** Draws the scene as a camera sees it in a frame. */
export type Painter = (context: CanvasRenderingContext2D, camera: Camera, frame: Size) => void;

type Draw = (
  context: CanvasRenderingContext2D,
  camera: Camera,
  frame: Size,
  density: number,
  painter: Painter,
) => void;

/** Room around the frame, as a part of it. */
const margin = 0.5;

interface Kept {
  readonly canvas: HTMLCanvasElement;
  readonly camera: Camera;
  readonly frame: Size;
  readonly density: number;
}

/**
 * The seats around the frame, painted once and copied while the map is only moved: copying a picture is many times quicker than
 * painting thousands of seats.
 */
export const createPicture = () => {
  let kept: Kept | undefined;
  let scaleBefore: number | undefined;

  const make = (camera: Camera, frame: Size, density: number, painter: Painter): Kept => {
    const canvas = kept?.canvas ?? document.createElement('canvas');
    const room = { width: frame.width * margin, height: frame.height * margin };
    const size = { width: frame.width + 2 * room.width, height: frame.height + 2 * room.height };
    canvas.width = Math.round(size.width * density);
    canvas.height = Math.round(size.height * density);
    const context = canvas.getContext('2d');
    const { scale } = camera;
    if (context !== null)
      painter(context, { scale, x: camera.x + room.width, y: camera.y + room.height }, size);
    return { canvas, camera, frame, density };
  };

  const serves = (picture: Kept, camera: Camera, frame: Size, density: number): boolean =>
    picture.camera.scale === camera.scale &&
    picture.frame === frame &&
    picture.density === density &&
    Math.abs(camera.x - picture.camera.x) <= frame.width * margin &&
    Math.abs(camera.y - picture.camera.y) <= frame.height * margin;

  const copy: Draw = (context, camera, frame, density, painter) => {
    if (kept === undefined || !serves(kept, camera, frame, density))
      kept = make(camera, frame, density, painter);
    const [dx, dy] = [camera.x - kept.camera.x, camera.y - kept.camera.y];
    const left = Math.round((dx - frame.width * margin) * density);
    const top = Math.round((dy - frame.height * margin) * density);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalCompositeOperation = 'copy';
    context.drawImage(kept.canvas, left, top);
    context.globalCompositeOperation = 'source-over';
  };

  return {
    /** What was painted shows something else by now. */
    forget: (): void => {
      kept = undefined;
      scaleBefore = undefined;
    },
    draw: ((context, camera, frame, density, painter) => {
      const isMoved = scaleBefore === camera.scale;
      scaleBefore = camera.scale;
      if (isMoved) copy(context, camera, frame, density, painter);
      else painter(context, camera, frame);
    }) satisfies Draw,
  };
};
