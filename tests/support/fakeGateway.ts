/**
 * A payment gateway in memory: acts once per key, behaves as the payment token says, keeps books that a test can
 * balance, and can be cut off before or after it acted.
 */
import type { Money } from '../../src/domain/kernel/money.ts';
import {
  type PaymentGateway,
  PaymentRefused,
  PaymentUnanswered,
  PaymentUnavailable,
  type RefundByHand,
} from '../../src/ports/PaymentGateway.ts';

export type Kind = 'authorize' | 'capture' | 'void' | 'refund';

export interface Entry {
  readonly key: string;
  readonly bookingId: string;
  readonly kind: Kind;
  readonly amount: Money;
  readonly id: string;
  readonly token: string;
  /** What a capture or void is of: the authorization; a refund: the capture. */
  readonly subject: string | undefined;
  readonly atMs: number;
  calls: number;
  outcome: 'done' | 'declined' | 'failed' | 'none';
}

/** What happens to one call: `lost-before` and `lost-after` the gateway acts, `refused` whatever it is. */
export type Line = 'up' | 'lost-before' | 'lost-after' | 'away' | 'refused';

const slowMs = 6_000;
/** A token may name its card: `tok_declined:visa-1:another-token-of-it`. */
const scriptOf = (token: string): string => token.split(':')[0] ?? '';
const cardOf = (token: string): string | undefined => token.split(':')[1];
const declinedOf = (token: string) => {
  const card = cardOf(token);
  return { outcome: 'declined', code: 'card_declined', ...(card === undefined ? {} : { card }) } as const;
};
const nothing: Money = { amount: 0, currency: 'USD' };

export const createFakeGateway = (
  clock: { nowMs(): number },
  line: (call: { readonly kind: Kind; readonly key: string }) => Line | Promise<Line> = () => 'up',
) => {
  const books = new Map<string, Entry>();
  let healed = false;
  let refused: readonly Kind[] = [];
  const entries = (): readonly Entry[] => [...books.values()];

  /** What a scripted call comes to; everything else is simply done. */
  const scripted: Readonly<Record<string, (entry: Entry) => Entry['outcome']>> = {
    'authorize tok_declined': () => 'declined',
    'authorize tok_slow': ({ atMs }) => (clock.nowMs() - atMs >= slowMs ? 'done' : 'none'),
    'authorize tok_timeout': ({ calls }) => (calls > 2 ? 'done' : 'none'),
    'capture tok_capture_fails': () => 'failed',
    'refund tok_refund_fails': ({ calls }) => (calls > 2 ? 'done' : 'failed'),
  };
  const decided = ({ kind, outcome }: Entry): boolean =>
    outcome === 'done' || outcome === 'declined' || (kind === 'capture' && outcome === 'failed');
  const refuseImpossible = ({ kind, key, subject }: Pick<Entry, 'kind' | 'key' | 'subject'>): void => {
    const known = books.get(key);
    if (known !== undefined && (known.kind !== kind || known.subject !== subject)) {
      throw new PaymentRefused(`key ${key} was used for another call`);
    }
  };
  const doneTo = (kind: Kind, subject: string | undefined, exceptKey = ''): Entry | undefined =>
    entries().find(
      (each) =>
        each.kind === kind && each.subject === subject && each.outcome === 'done' && each.key !== exceptKey,
    );

  const act = async (
    call: Pick<Entry, 'kind' | 'key' | 'bookingId' | 'amount' | 'subject'> & { readonly token?: string },
  ): Promise<Entry> => {
    const { kind, key } = call;
    const state = await line({ kind, key });
    if (state === 'away') throw new PaymentUnavailable('the gateway is away');
    if (state === 'refused' || refused.includes(kind))
      throw new PaymentRefused('whatever it is', { code: 'try_again_later' });
    if (state === 'lost-before') throw new PaymentUnanswered('lost on the way there');
    const subject = entries().find(({ id }) => id === call.subject);
    const token = call.token ?? subject?.token ?? '';
    if (kind === 'authorize' && token === 'tok_unavailable' && !healed)
      throw new PaymentUnavailable('as the token says');
    refuseImpossible(call);
    const id = `${kind}-${books.size + 1}`;
    const entry: Entry = books.get(key) ?? {
      ...call,
      ...{ token, id, atMs: clock.nowMs(), calls: 0, outcome: 'none' },
    };
    books.set(key, entry);
    entry.calls += 1;
    if (!decided(entry)) entry.outcome = scripted[`${kind} ${scriptOf(token)}`]?.(entry) ?? 'done';
    if (state === 'lost-after') throw new PaymentUnanswered('lost on the way back');
    return entry;
  };

  const gateway: PaymentGateway = {
    cardOf: async (token) => cardOf(token),
    authorize: async ({ key, bookingId, amount, token }) => {
      const { outcome, id } = await act({
        kind: 'authorize',
        key,
        bookingId,
        amount,
        token,
        subject: undefined,
      });
      if (outcome === 'done') return { outcome: 'authorized', authorizationId: id };
      if (outcome === 'declined') return declinedOf(token);
      if (token === 'tok_timeout') throw new PaymentUnanswered('as the token says');
      return { outcome: 'pending' };
    },
    findAuthorization: async ({ key, bookingId }) => {
      const known = books.get(key);
      if (known?.kind !== 'authorize') return { outcome: 'unknown' };
      const { amount, token } = known;
      const { outcome, id } = await act({
        kind: 'authorize',
        key,
        bookingId,
        amount,
        token,
        subject: undefined,
      });
      if (outcome === 'done') return { outcome: 'authorized', authorizationId: id };
      return outcome === 'declined' ? declinedOf(token) : { outcome: 'pending' };
    },
    capture: async ({ key, bookingId, amount, authorizationId }) => {
      const byHand = doneTo('capture', authorizationId, key);
      if (byHand !== undefined) return { outcome: 'captured', captureId: byHand.id };
      if (doneTo('void', authorizationId) !== undefined)
        return { outcome: 'failed', code: 'authorization_void' };
      const { outcome, id } = await act({
        kind: 'capture',
        key,
        bookingId,
        amount,
        subject: authorizationId,
      });
      return outcome === 'done'
        ? { outcome: 'captured', captureId: id }
        : { outcome: 'failed', code: 'capture_failed' };
    },
    voidAuthorization: async ({ key, bookingId, authorizationId }) => {
      const taken = doneTo('capture', authorizationId);
      if (taken !== undefined) return { outcome: 'captured', captureId: taken.id, amount: taken.amount };
      await act({ kind: 'void', key, bookingId, amount: nothing, subject: authorizationId });
      return { outcome: 'voided' };
    },
    refund: async ({ key, bookingId, amount, captureId }) => {
      const { outcome, id } = await act({ kind: 'refund', key, bookingId, amount, subject: captureId });
      return outcome === 'done'
        ? { outcome: 'refunded', refundId: id }
        : { outcome: 'failed', code: 'refund_failed' };
    },
    refundsOf: async ({ bookingId, captureId }) => {
      const state = await line({ kind: 'refund', key: `${bookingId}/refunds` });
      if (state !== 'up' && state !== 'refused') throw new PaymentUnavailable('the gateway is away');
      return entries()
        .filter(
          ({ kind, subject, outcome }) => kind === 'refund' && subject === captureId && outcome === 'done',
        )
        .map(({ key, id: refundId, amount, atMs }) => {
          const refund = { refundId, amount, at: new Date(atMs).toISOString() };
          return key.startsWith('by hand') ? refund : { ...refund, key };
        });
    },
    close: async () => undefined,
  };

  const sum = (bookingId: string, kind: Kind): number =>
    entries()
      .filter((entry) => entry.bookingId === bookingId && entry.kind === kind && entry.outcome === 'done')
      .reduce((total, { amount }) => total + amount.amount, 0);

  return {
    gateway,
    entries,
    /** Ends the outage that `tok_unavailable` stands for: without an end, nobody can know what was lost in it. */
    heal: () => {
      healed = true;
    },
    captured: (bookingId: string) => sum(bookingId, 'capture'),
    refunded: (bookingId: string) => sum(bookingId, 'refund'),
    /** Of what was taken by hand for nothing. */
    paidBack: (bookingId: string) =>
      entries()
        .filter(
          ({ key, outcome }) =>
            key.startsWith(`${bookingId}/`) && key.endsWith('/pay-back') && outcome === 'done',
        )
        .reduce((total, { amount }) => total + amount.amount, 0),
    /** Turns down calls of these kinds, whatever they are, until told otherwise. */
    refuse: (...kinds: readonly Kind[]): void => {
      refused = kinds;
    },
    /** Somebody at the gateway takes or sets free whatever is reserved at the moment. */
    byHand: (kind: 'capture' | 'void'): void => {
      const open = entries().filter(
        (each) =>
          each.kind === 'authorize' &&
          each.outcome === 'done' &&
          doneTo('capture', each.id) === undefined &&
          doneTo('void', each.id) === undefined,
      );
      for (const { bookingId, amount, id: subject, token } of open) {
        const key = `by hand ${books.size + 1}`;
        const id = `${kind}-${books.size + 1}`;
        const facts = { key, bookingId, kind, amount, id, token, subject, atMs: clock.nowMs() };
        books.set(key, { ...facts, calls: 1, outcome: 'done' });
      }
    },
    /** Staff pay back some of what was captured for a booking. */
    refundByHand: ({ id, bookingId, amount }: RefundByHand): Entry => {
      const key = `by hand ${id}`;
      const before = books.get(key);
      if (before !== undefined) {
        const again = { ...before, calls: before.calls + 1 };
        books.set(key, again);
        if (before.amount.amount === amount.amount && before.bookingId === bookingId) return again;
        throw new PaymentRefused('another call');
      }
      const capture = entries().find(
        (each) => each.kind === 'capture' && each.bookingId === bookingId && each.outcome === 'done',
      );
      if (capture === undefined) throw new PaymentRefused('nothing captured', { code: 'nothing_captured' });
      const { id: subject, token } = capture;
      const facts = { key, bookingId, kind: 'refund', amount, id: `refund-${books.size + 1}` } as const;
      const entry: Entry = { ...facts, token, subject, atMs: clock.nowMs(), calls: 1, outcome: 'done' };
      books.set(key, entry);
      return entry;
    },
    /** Authorizations that were neither captured nor voided: a customer's money that nobody cares about. */
    forgotten: () => {
      const cared = new Set(
        entries()
          .filter(({ kind, outcome }) => (kind === 'capture' || kind === 'void') && outcome === 'done')
          .map(({ subject }) => subject),
      );
      return entries().filter(
        ({ kind, outcome, id }) => kind === 'authorize' && outcome === 'done' && !cared.has(id),
      );
    },
  };
};
