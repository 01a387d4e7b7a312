import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import { messages } from '../messages.ts';
import type { Slot } from './Slot.ts';

/** Which show is in the way, and until when. */
export const useClashWords = (timeZone: string) => {
  const t = useStore(messages);
  const { time } = useStore(formats);
  const at = (ms: number): string => time(new Date(ms).toISOString(), timeZone);
  return ({ show, startsAtMs, freeFromMs }: Omit<Slot, 'hallId' | 'endsAtMs'>): string =>
    t.clash({ title: show.movie.title, from: at(startsAtMs), until: at(freeFromMs) });
};
