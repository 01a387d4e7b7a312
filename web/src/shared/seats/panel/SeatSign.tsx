import { useEffect, useRef } from 'preact/hooks';
import { drawSeat } from '../draw/drawSeat.ts';
import { readInks } from '../draw/Inks.ts';
import type { Look } from '../draw/Look.ts';
import type { SeatType } from '../plan/SeatPlan.ts';
import styles from './Legend.module.css';

const sizePx = 22;
const density = 3;

/** A seat as the map draws it. */
export const SeatSign = ({ type, look }: { readonly type: SeatType; readonly look: Look }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = (): void => {
      const context = canvas.current?.getContext('2d');
      if (!canvas.current || !context) return;
      context.clearRect(0, 0, sizePx * density, sizePx * density);
      drawSeat(context, type, look, sizePx * density, readInks(canvas.current));
    };
    draw();
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => scheme.removeEventListener('change', draw);
  }, [type, look]);
  const size = sizePx * density;
  return <canvas ref={canvas} class={styles.sign} width={size} height={size} />;
};
