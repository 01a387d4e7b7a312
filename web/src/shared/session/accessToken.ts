import { atom } from 'nanostores';
import { kept } from './kept.ts';

const stored = kept(sessionStorage, 'access-token');
const current = atom(stored.get());

/** Of the person signed in on this tab. */
export const accessToken = {
  store: current,
  get: () => current.get(),
  set: (token: string | undefined): void => {
    stored.set(token);
    current.set(token);
  },
};
