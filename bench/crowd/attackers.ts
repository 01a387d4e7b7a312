/** One attacker of each kind, each at one address of their own, who asks as often as told to and never waits. */
import { randomUUID } from 'node:crypto';
import type { Answered, Asked, Client } from './client.ts';

const bodyChars = 256 * 1_024;

export interface Attack {
  readonly kind: string;
  /** Gives the n-th request; its status is what it resolves to. */
  begin(attacker: Attacker, showtimeId: string): Promise<(nth: number) => Promise<number>>;
}

type Request = Omit<Asked, 'address' | 'body'> & { readonly body?: object };

export interface Attacker {
  ask(request: Request): Promise<Answered>;
  open(request: Request): Promise<number>;
}

export const attackerAt = (client: Client, address: string): Attacker => {
  const asked = ({ body, ...rest }: Request): Asked => ({
    ...{ ...rest, address },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { ask: (request) => client.ask(asked(request)), open: (request) => client.open(asked(request)) };
};

const simply =
  (requestOf: (showtimeId: string, nth: number) => Request): Attack['begin'] =>
  async ({ ask }, showtimeId) =>
  async (nth) =>
    (await ask(requestOf(showtimeId, nth))).status;

const holdOf = (showtimeId: string, count: number, headers = {}): Request => ({
  ...{ method: 'POST', path: `/v1/showtimes/${showtimeId}/holds`, headers },
  body: { bestAvailable: { count } },
});

const sessionOf = async ({ ask }: Attacker): Promise<Record<string, string>> => {
  const { session } = await ask({ method: 'GET', path: '/v1/theaters?limit=1' });
  return { 'guest-session': session ?? '' };
};

const order = (held: Answered, token: string) => ({
  holdToken: String(held.json.holdToken),
  customer: { name: 'Eve', email: 'eve@example.org' },
  payment: { method: 'card', token },
});

const payment = (held: Answered, token: string, session: Record<string, string>): Request => ({
  ...{ method: 'POST', path: '/v1/bookings', body: order(held, token) },
  headers: { ...session, 'idempotency-key': randomUUID() },
});

const words = ['playtime', 'godfather', 'amelie', 'zzyzx', 'kingdm', 'the the the', 'star', 'ohne'];

export const attacks: readonly Attack[] = [
  { kind: 'holds a whole house', begin: simply((showtimeId) => holdOf(showtimeId, 10)) },
  {
    kind: 'releases and takes again',
    begin: async (attacker, showtimeId) => {
      const { ask } = attacker;
      const session = await sessionOf(attacker);
      let held: Answered | undefined;
      return async () => {
        const mine = held;
        held = undefined;
        if (mine === undefined) {
          const made = await ask(holdOf(showtimeId, 10, session));
          if (made.status === 201) held = made;
          return made.status;
        }
        const headers = { ...session, 'hold-token': String(mine.json.holdToken) };
        return (await ask({ method: 'DELETE', path: `/v1/holds/${String(mine.json.holdId)}`, headers }))
          .status;
      };
    },
  },
  {
    kind: 'opens live streams',
    begin:
      async ({ open }, showtimeId) =>
      () =>
        open({ method: 'GET', path: `/v1/showtimes/${showtimeId}/seats/stream` }),
  },
  {
    kind: 'searches',
    begin: simply((_showtimeId, nth) => ({
      ...{ method: 'GET', path: `/v1/movies?q=${encodeURIComponent(`${words[nth % words.length]} ${nth}`)}` },
    })),
  },
  {
    kind: 'tests cards',
    begin: async (attacker, showtimeId) => {
      const { ask } = attacker;
      const session = await sessionOf(attacker);
      const held = await ask(holdOf(showtimeId, 2, session));
      return async () => (await ask(payment(held, 'tok_declined', session))).status;
    },
  },
  {
    kind: 'has mails sent',
    begin: simply(() => ({
      ...{ method: 'POST', path: '/v1/sign-in/email', body: { email: `${randomUUID()}@example.org` } },
    })),
  },
  {
    kind: 'sends big bodies',
    begin: async ({ ask }, showtimeId) => {
      const body = { seatIds: ['A1'], padding: 'x'.repeat(bodyChars) };
      return async () => (await ask({ ...holdOf(showtimeId, 1), body }).catch(() => ({ status: 0 }))).status;
    },
  },
  {
    kind: 'has tickets drawn',
    begin: async (attacker, showtimeId) => {
      const { ask } = attacker;
      const session = await sessionOf(attacker);
      const { json } = await ask(payment(await ask(holdOf(showtimeId, 2, session)), 'tok_ok', session));
      const headers = { accept: 'application/pdf', 'booking-access': String(json.accessToken) };
      const path = `/v1/bookings/${String(json.bookingId)}/ticket`;
      return async () => (await ask({ method: 'GET', path, headers })).status;
    },
  },
  {
    kind: 'waits for positions',
    begin: simply((showtimeId) => ({
      ...{ method: 'GET', path: `/v1/showtimes/${showtimeId}` },
      headers: { 'marquee-min-position': '9'.repeat(20) },
    })),
  },
];
