import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import { useClashWords } from '../day/useClashWords.ts';
import { messages } from '../messages.ts';
import type { Axis } from './Axis.ts';
import type { Placing } from './usePlacing.ts';

/** Where a film is being placed, and whether it can be there. */
export const usePlacementWords = ({ timeZone }: Axis, { placement, span, clash, isPast }: Placing) => {
  const t = useStore(messages);
  const { time } = useStore(formats);
  const sayClash = useClashWords(timeZone);
  if (placement === undefined || span === undefined) return { where: '', standing: '', times: '' };
  const at = (ms: number): string => time(new Date(ms).toISOString(), timeZone);
  const times = t.until({ from: at(span.startsAtMs), to: at(span.endsAtMs) });
  const where = t.place({
    ...{ title: placement.film.title, hall: placement.hall.name },
    ...{ from: at(span.startsAtMs), to: at(span.endsAtMs), clean: at(span.freeFromMs) },
  });
  if (clash !== undefined) return { where, times, standing: sayClash(clash) };
  return { where, times, standing: isPast ? t.past : t.free };
};
