import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import { messages } from '../messages.ts';
import type { Verdict } from '../scan/Scan.ts';

type Out = Pick<Extract<Verdict, { readonly tone: 'out' }>, 'why' | 'at' | 'where'>;

/** The text that tells the gate's staff why a ticket is refused. */
export const useReason = (timeZone: string) => {
  const t = useStore(messages);
  const format = useStore(formats);
  return ({ why, at, where }: Out): string => {
    const time = at === undefined ? undefined : format.time(at, timeZone);
    if (why === 'already-admitted' && time !== undefined) {
      return where === undefined ? t.insideSince({ time }) : t.insideSinceAt({ time, where });
    }
    if (why === 'too-early' && time !== undefined) return t.opensAt({ time });
    const words: unknown = Reflect.get(t, why);
    return typeof words === 'string' ? words : t['invalid-ticket'];
  };
};
