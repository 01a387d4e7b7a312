import { useMutation } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { schedule } from '../schedule/useSchedule.ts';
import type { Copy } from './planCopy.ts';

export interface Refused extends Copy {
  readonly error: unknown;
}

const atOnce = 4;

/** Schedules them a few at a time; one that is refused holds up no others. */
export const useCopying = (onDone: () => void) => {
  const [done, setDone] = useState(0);
  const copying = useMutation({
    mutationFn: async (copies: readonly Copy[]) => {
      setDone(0);
      const refused: Refused[] = [];
      const run = crypto.randomUUID();
      for (let from = 0; from < copies.length; from += atOnce) {
        const tries = copies.slice(from, from + atOnce).map(async (copy) => {
          try {
            await schedule(copy.planned, `${run}-${copy.show.id}`);
          } catch (error) {
            refused.push({ ...copy, error });
          }
        });
        await Promise.all(tries);
        setDone(Math.min(from + atOnce, copies.length));
      }
      return { copied: copies.length - refused.length, refused };
    },
    onSettled: onDone,
  });
  return { copying, done };
};
