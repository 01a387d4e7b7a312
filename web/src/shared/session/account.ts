import { atom } from 'nanostores';
import type { operations } from '../api/schema.ts';
import { kept } from './kept.ts';

/** A customer who is signed in on this device. */
export type Account = operations['refreshSession']['responses'][200]['content']['application/json'];

const name = 'account';
const stored = kept(localStorage, name);

const isAccount = (value: unknown): value is Account =>
  typeof value === 'object' &&
  value !== null &&
  ['accessToken', 'refreshToken', 'expiresAt', 'customerId'].every(
    (field) => typeof Reflect.get(value, field) === 'string',
  );

const read = (): Account | undefined => {
  const value: unknown = JSON.parse(stored.get() ?? 'null');
  return isAccount(value) ? value : undefined;
};

const current = atom(read());

export const account = {
  store: current,
  /** As it is stored: another tab may have renewed it. */
  read,
  set: (next: Account | undefined): void => {
    stored.set(next === undefined ? undefined : JSON.stringify(next));
    current.set(next);
  },
};

window.addEventListener('storage', ({ key }) => {
  if (key === null || key.endsWith(`.${name}`)) current.set(read());
});
