import { useStore } from '@nanostores/preact';
import { formats } from '../../format/formats.ts';
import { useProblemWords } from '../../problems/useProblemWords.ts';
import type { Refusal } from '../choice/Choice.ts';
import { seatMessages } from '../seatMessages.ts';

export const useRefusalWords = (): ((refusal: Refusal) => string) => {
  const t = useStore(seatMessages);
  const { list } = useStore(formats);
  const say = useProblemWords();
  return (refusal) => {
    switch (refusal.kind) {
      case 'lone-seat':
        return t.lone({ seats: list(refusal.seats) });
      case 'gone':
        return t.gone({ seats: list(refusal.seats) });
      case 'over':
        return t.over;
      case 'other':
        return say(refusal.error);
    }
  };
};
