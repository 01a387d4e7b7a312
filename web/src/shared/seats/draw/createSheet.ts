import type { Camera } from './Camera.ts';
import type { Sprites } from './createSprites.ts';
import { fitCanvas } from './fitCanvas.ts';
import { paint, type Scene } from './paint.ts';

/** So much more than the frame is painted on each side, in widths and heights of it. */
const ahead = 0.5;

/** What is seen and what lies around it, painted once: as long as the map is only moved, it is copied from there. */
export const createSheet = () => {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d');
  let at: Camera | undefined;

  const reaches = ({ camera, frame }: Scene): boolean =>
    at !== undefined &&
    at.scale === camera.scale &&
    Math.abs(camera.x - at.x) <= frame.width * ahead &&
    Math.abs(camera.y - at.y) <= frame.height * ahead;
  const fill = (scene: Scene, sprites: Sprites): void => {
    const { camera, frame, density } = scene;
    const [beyondX, beyondY] = [frame.width * ahead, frame.height * ahead];
    const wide = { width: frame.width + 2 * beyondX, height: frame.height + 2 * beyondY };
    fitCanvas(canvas, wide, density);
    const wider = {
      ...scene,
      frame: wide,
      camera: { ...camera, x: camera.x + beyondX, y: camera.y + beyondY },
    };
    if (context !== null) paint(context, wider, sprites);
    at = camera;
  };
  return {
    /** What is painted there is right no longer. */
    forget: (): void => {
      at = undefined;
    },
    copyTo: (target: OffscreenCanvasRenderingContext2D, scene: Scene, sprites: Sprites): void => {
      if (!reaches(scene)) fill(scene, sprites);
      const { camera, frame, density } = scene;
      const from = at ?? camera;
      const pixels = (moved: number, length: number): number =>
        Math.round((moved - length * ahead) * density);
      target.resetTransform();
      target.clearRect(0, 0, target.canvas.width, target.canvas.height);
      target.drawImage(
        canvas,
        pixels(camera.x - from.x, frame.width),
        pixels(camera.y - from.y, frame.height),
      );
    },
  };
};
