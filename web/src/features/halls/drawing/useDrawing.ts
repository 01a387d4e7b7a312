import { useState } from 'preact/hooks';
import type { Drawing } from './Drawing.ts';

interface History {
  readonly past: readonly Drawing[];
  readonly now: Drawing;
  readonly undone: readonly Drawing[];
}

export interface DrawingEdits {
  readonly drawing: Drawing;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  apply(edit: (drawing: Drawing) => Drawing): void;
  undo(): void;
  redo(): void;
}

const stepsMax = 100;

/** A drawing with what was done to it, so that each step can be taken back. */
export const useDrawing = (first: Drawing): DrawingEdits => {
  const [history, setHistory] = useState<History>({ past: [], now: first, undone: [] });
  const { past, now, undone } = history;
  return {
    drawing: now,
    canUndo: past.length > 0,
    canRedo: undone.length > 0,
    apply: (edit) =>
      setHistory((before) => {
        const next = edit(before.now);
        if (next === before.now) return before;
        return { past: [...before.past.slice(1 - stepsMax), before.now], now: next, undone: [] };
      }),
    undo: () => {
      const before = past.at(-1);
      if (before !== undefined)
        setHistory({ past: past.slice(0, -1), now: before, undone: [now, ...undone] });
    },
    redo: () => {
      const [next, ...rest] = undone;
      if (next !== undefined) setHistory({ past: [...past, now], now: next, undone: rest });
    },
  };
};
