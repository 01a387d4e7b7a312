import { createPainter } from './createPainter.ts';
import type { ToPainter } from './Sight.ts';

let painter: ReturnType<typeof createPainter> | undefined;

addEventListener('message', ({ data }: MessageEvent<ToPainter>) => {
  if (data.kind === 'start') painter = createPainter(data.canvas, data.plan, data.sight);
  else if (data.kind === 'show') painter?.show(data.change);
  else painter?.fade(data.seats);
});
