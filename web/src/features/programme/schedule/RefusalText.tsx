import { useStore } from '@nanostores/preact';
import { isProblem } from '../../../shared/api/Problem.ts';
import { formats } from '../../../shared/format/formats.ts';
import { useProblemWords } from '../../../shared/problems/useProblemWords.ts';
import { useShow } from '../../../shared/shows/useShow.ts';
import { useClashWords } from '../day/useClashWords.ts';
import { messages } from '../messages.ts';

export interface RefusalTextProps {
  readonly error: unknown;
  readonly timeZone: string;
}

/** Why a show was not scheduled; the show that has the hall is named when it is known. */
export const RefusalText = ({ error, timeZone }: RefusalTextProps) => {
  const t = useStore(messages);
  const { time } = useStore(formats);
  const say = useProblemWords();
  const sayClash = useClashWords(timeZone);
  const busy = isProblem(error, 'hall-busy') ? error.body : undefined;
  const { data: show } = useShow(busy === undefined ? undefined : String(busy.showtimeId));
  if (busy === undefined) return <>{say(error)}</>;
  const [startsAt, freeFrom] = [String(busy.startsAt), String(busy.freeFrom)];
  if (show === undefined) return <>{t['hall-busy']({ time: time(freeFrom, timeZone) })}</>;
  return <>{sayClash({ show, startsAtMs: Date.parse(startsAt), freeFromMs: Date.parse(freeFrom) })}</>;
};
