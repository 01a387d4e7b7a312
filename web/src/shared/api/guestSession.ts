import { kept } from '../session/kept.ts';

const session = kept(localStorage, 'guest-session');

export const guestSession = {
  get: session.get,
  keep(response: Response): void {
    const given = response.headers.get('guest-session');
    if (given !== null) session.set(given);
  },
};
