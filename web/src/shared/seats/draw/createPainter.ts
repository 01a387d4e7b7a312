import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import { createSheet } from './createSheet.ts';
import { createSprites } from './createSprites.ts';
import { fadingOf } from './fadingOf.ts';
import { fitCanvas } from './fitCanvas.ts';
import { paint } from './paint.ts';
import type { Sight } from './Sight.ts';

/** Paints what is seen at most once per frame of the screen. */
export const createPainter = (canvas: OffscreenCanvas, plan: SeatPlan, first: Sight) => {
  const context = canvas.getContext('2d');
  const sprites = createSprites();
  const sheet = createSheet();
  const fading = fadingOf();
  let sight = first;
  let planned = 0;

  const draw = (): void => {
    planned = 0;
    fitCanvas(canvas, sight.frame, sight.density);
    if (context === null) return;
    const scene = { ...sight, plan, fading: fading.at(performance.now()) };
    if (scene.fading.size === 0) {
      sheet.copyTo(context, scene, sprites);
      return;
    }
    paint(context, scene, sprites);
    sheet.forget();
    repaint();
  };
  const repaint = (): void => {
    if (planned === 0) planned = requestAnimationFrame(draw);
  };
  repaint();

  return {
    show: (change: Partial<Sight>): void => {
      sight = { ...sight, ...change };
      if (Object.keys(change).some((part) => part !== 'camera')) sheet.forget();
      repaint();
    },
    fade: (seats: readonly Seat[]): void => {
      fading.start(seats, performance.now());
      repaint();
    },
  };
};
