import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import { useProblemWords } from '../../../shared/problems/useProblemWords.ts';
import type { Refusal } from '../choice/Choice.ts';
import { messages } from '../messages.ts';

export const useRefusalWords = (): ((refusal: Refusal) => string) => {
  const t = useStore(messages);
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
