import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import type { Sight, ToPainter } from './Sight.ts';

export interface Painter {
  show(change: Partial<Sight>): void;
  fade(seats: readonly Seat[]): void;
  close(): void;
}

/** A canvas in the frame that a worker paints: a finger that moves the map costs the page's own thread a message, however many seats there are. */
export const startPainter = (frame: HTMLElement, plan: SeatPlan, sight: Sight): Painter => {
  const worker = new Worker(new URL('./paintWorker.ts', import.meta.url), { type: 'module' });
  const element = document.createElement('canvas');
  frame.append(element);
  const canvas = element.transferControlToOffscreen();
  const tell = (message: ToPainter, transfer: Transferable[] = []): void =>
    worker.postMessage(message, transfer);
  tell({ kind: 'start', canvas, plan, sight }, [canvas]);
  return {
    show: (change) => {
      // A pixel that it paints is one of the screen.
      if (change.frame !== undefined) {
        element.style.width = `${change.frame.width}px`;
        element.style.height = `${change.frame.height}px`;
      }
      tell({ kind: 'show', change });
    },
    fade: (seats) => tell({ kind: 'fade', seats }),
    close: () => {
      worker.terminate();
      element.remove();
    },
  };
};
