import { atom } from 'nanostores';
import { kept } from '../session/kept.ts';

const stored = kept(localStorage, 'desk-theater');
const current = atom(stored.get());

/** The theater that this desk works for, by id. */
export const deskTheater = {
  store: current,
  set: (id: string | undefined): void => {
    stored.set(id);
    current.set(id);
  },
};
