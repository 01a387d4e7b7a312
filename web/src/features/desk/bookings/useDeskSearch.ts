import { useStore } from '@nanostores/preact';
import { atom } from 'nanostores';

const words = atom('');

/** What was typed last, so that one comes back from a booking to what was found. */
export const useDeskSearch = () => ({
  words: useStore(words),
  setWords: (typed: string): void => words.set(typed),
});
