import type { Camera, Size } from './Camera.ts';
import type { Region } from './Region.ts';

/** Of four bytes each. */
const pixelsMax = 4_000_000;
/** Room around the frame, as a part of it. */
const marginMax = 0.5;
const marginMin = 0.1;

interface Laid {
  readonly camera: Camera;
  /** How far the map may move from there. */
  readonly reach: Size;
}

const marginOf = ({ width, height }: Size, density: number): number => {
  const times = Math.sqrt(pixelsMax / (width * height * density ** 2));
  return Math.min(marginMax, Math.max(marginMin, (times - 1) / 2));
};

export type Paint = (context: OffscreenCanvasRenderingContext2D) => void;

/**
 * A canvas larger than the frame that it is seen through: as long as it is only moved, the browser moves what is painted. It is
 * painted elsewhere and shows the finished bitmap, since a browser without a graphics processor copies any other canvas for
 * every frame, also while nothing is painted.
 */
export const createSheet = (canvas: HTMLCanvasElement) => {
  const surface = new OffscreenCanvas(1, 1);
  const context = surface.getContext('2d');
  const shown = canvas.getContext('bitmaprenderer');
  let frame: Size = { width: 1, height: 1 };
  let room: Size = { width: 0, height: 0 };
  let density = 1;
  let laid: Laid | undefined;

  return {
    fit: (nextFrame: Size, nextDensity: number): void => {
      [frame, density, laid] = [nextFrame, nextDensity, undefined];
      const margin = marginOf(frame, density);
      const whole = (length: number): number => Math.round(length * margin * density) / density;
      room = { width: whole(frame.width), height: whole(frame.height) };
      const [width, height] = [frame.width + 2 * room.width, frame.height + 2 * room.height];
      surface.width = Math.round(width * density);
      surface.height = Math.round(height * density);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    },
    density: (): number => density,
    /** On an empty sheet, or on what is there. */
    paint: (ground: 'empty' | 'shown', paint: Paint): void => {
      if (context === null) return;
      context.setTransform(1, 0, 0, 1, 0, 0);
      if (ground === 'shown') context.drawImage(canvas, 0, 0);
      paint(context);
      shown?.transferFromImageBitmap(surface.transferToImageBitmap());
    },
    /** Nothing that is painted is right any more. */
    forget: (): void => {
      laid = undefined;
    },
    laid: (): Laid | undefined => laid,
    serves: ({ scale, x, y }: Camera): boolean =>
      laid !== undefined &&
      laid.camera.scale === scale &&
      Math.abs(x - laid.camera.x) <= laid.reach.width &&
      Math.abs(y - laid.camera.y) <= laid.reach.height,
    /** To be painted next, as this camera sees it: all of the sheet, or its middle alone. */
    lay: (camera: Camera, part: 'all' | 'middle'): Region => {
      const reach = part === 'all' ? room : { width: 0, height: 0 };
      laid = { camera, reach };
      const [left, top] = [room.width - reach.width, room.height - reach.height];
      return {
        ...{ left, top },
        right: left + frame.width + 2 * reach.width,
        bottom: top + frame.height + 2 * reach.height,
      };
    },
    /** The camera of what is painted, from the corner of the sheet. */
    camera: ({ camera }: Laid): Camera => ({
      scale: camera.scale,
      x: camera.x + room.width,
      y: camera.y + room.height,
    }),
    move: ({ x, y }: Camera): void => {
      if (laid === undefined) return;
      const [left, top] = [x - laid.camera.x - room.width, y - laid.camera.y - room.height];
      const whole = (length: number): number => Math.round(length * density) / density;
      canvas.style.transform = `translate3d(${whole(left)}px, ${whole(top)}px, 0)`;
    },
  };
};
