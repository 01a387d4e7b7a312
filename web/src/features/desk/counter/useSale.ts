import { useMutation } from '@tanstack/preact-query';
import { useRef, useState } from 'preact/hooks';
import { isProblem } from '../../../shared/api/Problem.ts';
import {
  type Answer,
  type Asked,
  askUntilDecided,
  waitToAskAgain,
} from '../../../shared/bookings/askUntilDecided.ts';
import type { Chooser } from '../../../shared/seats/choice/createChooser.ts';

export type Sold = Answer;

/** Pays once: a lost answer is asked for again under the same key. A card that is refused leaves the seats held. */
export const useSale = (chooser: Chooser, onSold: (sold: Sold) => void) => {
  const [isSlow, setIsSlow] = useState(false);
  const pending = useRef<Asked>();
  const sale = useMutation({
    mutationFn: (body: Asked['body']) => {
      chooser.handOver();
      const isRepeat = JSON.stringify(pending.current?.body) === JSON.stringify(body);
      const asked =
        isRepeat && pending.current !== undefined ? pending.current : { key: crypto.randomUUID(), body };
      pending.current = asked;
      return askUntilDecided(asked, () => {
        setIsSlow(true);
        return waitToAskAgain();
      });
    },
    onSuccess: (sold) => {
      chooser.startOver();
      onSold(sold);
    },
    onError: (error) => {
      setIsSlow(false);
      if (!isProblem(error)) return;
      pending.current = undefined;
      chooser.takeBack();
      void chooser.refresh();
    },
  });
  return { ...sale, isSlow };
};
