/** For demonstrations and tests: the token selects the behaviour, and all nodes share a ledger in Postgres. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Pool } from 'pg';
import type { Clock } from '../../ports/Clock.ts';
import {
  type LedgerRow,
  type PaymentGateway,
  type PaymentLedger,
  PaymentRefused,
  PaymentUnanswered,
  PaymentUnavailable,
} from '../../ports/PaymentGateway.ts';
import {
  answerCall,
  type GatewayCall,
  type LedgerEntry,
  outcomeByScript,
  type Verdict,
} from './answerCall.ts';
import { type Books, booksReader, entriesMax, entryWriter, readEntries } from './ledgerTable.ts';
import { ScriptedSilence, ScriptedUnavailable } from './scriptedFailures.ts';
import { scriptOf } from './scripts.ts';

const simulatedPaymentsLimits = {
  /** How long a call without an answer takes. */
  silenceMs: 300,
  /** How often a call may find that another one for the same booking was quicker. */
  turnsMax: 100,
  /** Of this process; the least recent are read again. */
  rememberedMax: 1_000,
} as const;

export interface SimulatedPaymentsOptions {
  readonly database: { ready(migrations: { readonly schema: string; readonly folder: URL }): Promise<Pool> };
  readonly clock: Clock;
}

/** Keys of other calls begin with a booking id. */
const byHandPrefix = 'by-hand/';
const isByHand = (key: string): boolean => key.startsWith(byHandPrefix);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const away = (error: unknown): PaymentUnavailable =>
  new PaymentUnavailable(`the simulated gateway's books are away: ${messageOf(error)}`, { cause: error });

type Answer = Exclude<Verdict, { readonly verdict: 'refused' }>;

export const openSimulatedPayments = async ({
  database,
  clock,
}: SimulatedPaymentsOptions): Promise<PaymentGateway & PaymentLedger> => {
  const limits = simulatedPaymentsLimits;
  const folder = new URL('./migrations/', import.meta.url);
  const pool = await database.ready({ schema: 'simulated_payments', folder });

  const closing = new AbortController();

  const readBooks = booksReader(pool);
  const writeEntry = entryWriter(pool);
  const remembered = new LRUCache<string, Books>({ max: limits.rememberedMax });

  /** Undefined when the books are not as they were remembered or read. */
  const actOn = async (books: Books, call: GatewayCall, source: 'memory' | 'read') => {
    const { bookingId, key } = call;
    const { entries, version } = books;
    if (entries.length >= entriesMax) throw new PaymentRefused('there are too many calls for this booking');
    const verdict = answerCall(entries, call, clock.nowMs(), `sim_${call.kind}_${randomUUID()}`);
    if (verdict.verdict !== 'answered' && source === 'memory') return undefined;
    if (verdict.verdict === 'refused')
      throw new PaymentRefused(`${call.kind} ${key}: ${verdict.why}`, { code: verdict.code });
    if (verdict.verdict !== 'answered') return verdict;
    const written = await writeEntry({ entry: verdict.entry, version }).catch((error: unknown) => {
      throw new PaymentUnanswered(`the simulated gateway's books did not answer: ${messageOf(error)}`, {
        cause: error,
      });
    });
    if (written === 'elsewhere')
      throw new PaymentRefused(`${call.kind} ${key}: the key was used for another booking`);
    if (written === 'outdated') return undefined;
    const others = entries.filter((entry) => entry.key !== key);
    remembered.set(bookingId, { entries: [...others, verdict.entry], version: version + 1 });
    return verdict;
  };

  const read = ({ bookingId, key }: GatewayCall): Promise<Books> =>
    readBooks({ bookingId, key }).catch((error: unknown) => {
      throw away(error);
    });

  /** What this process wrote last is not read again; the version tells when another wrote since. */
  const act = async (call: GatewayCall): Promise<Answer> => {
    let known = remembered.get(call.bookingId);
    for (let turn = 0; turn < limits.turnsMax; turn += 1) {
      if (closing.signal.aborted) throw new PaymentUnavailable('the simulated gateway is closed');
      const source = known === undefined ? 'read' : 'memory';
      const answer = await actOn(known ?? (await read(call)), call, source);
      if (answer !== undefined) return answer;
      known = undefined;
    }
    throw new PaymentUnavailable('too many calls for one booking at once');
  };

  const actAnew = async (call: GatewayCall): Promise<LedgerEntry> => {
    const verdict = await act(call);
    if (verdict.verdict === 'answered') return verdict.entry;
    throw new PaymentRefused(`${call.kind} ${call.key}: the money was taken before`);
  };

  const entriesOf = (bookingId: string): Promise<readonly LedgerEntry[]> =>
    readEntries(pool, bookingId).catch((error: unknown) => {
      throw away(error);
    });

  /** Also decides a pending entry whose time has come. */
  const rowOf = (entry: LedgerEntry): LedgerRow => {
    const { key, bookingId, kind, amount, calls, atMs } = entry;
    const outcome = entry.outcome === 'none' ? outcomeByScript(entry, clock.nowMs()).outcome : entry.outcome;
    return { key, bookingId, kind, amount, outcome, calls, at: new Date(atMs).toISOString() };
  };

  return {
    authorize: async ({ key, bookingId, amount, token }) => {
      const script = scriptOf(token);
      if (script === 'unavailable') throw new ScriptedUnavailable();
      const { outcome, code, id } = await actAnew({ kind: 'authorize', key, bookingId, amount, script });
      if (outcome === 'done') return { outcome: 'authorized', authorizationId: id };
      if (outcome === 'declined') return { outcome: 'declined', code: code ?? 'card_declined' };
      if (script === 'slow') return { outcome: 'pending' };
      await pause(limits.silenceMs, undefined, { signal: closing.signal }).catch(() => undefined);
      throw new ScriptedSilence();
    },
    cardOf: async () => undefined,
    findAuthorization: async ({ key, bookingId }) => {
      const made = await entriesOf(bookingId);
      const entry = made.find((each) => each.key === key && each.kind === 'authorize');
      if (entry === undefined) return { outcome: 'unknown' };
      const { amount, script } = entry;
      const { outcome, code, id } = await actAnew({ kind: 'authorize', key, bookingId, amount, script });
      if (outcome === 'done') return { outcome: 'authorized', authorizationId: id };
      return outcome === 'declined'
        ? { outcome: 'declined', code: code ?? 'card_declined' }
        : { outcome: 'pending' };
    },
    capture: async ({ key, bookingId, amount, authorizationId: subject }) => {
      const verdict = await act({ kind: 'capture', key, bookingId, amount, subject });
      if (verdict.verdict === 'captured') {
        const { id, amount: taken } = verdict.capture;
        const isWhole = taken.amount === amount.amount && taken.currency === amount.currency;
        return isWhole
          ? { outcome: 'captured', captureId: id }
          : { outcome: 'failed', code: 'captured_otherwise' };
      }
      const { outcome, code, id } = verdict.entry;
      return outcome === 'done'
        ? { outcome: 'captured', captureId: id }
        : { outcome: 'failed', code: code ?? 'other' };
    },
    voidAuthorization: async ({ key, bookingId, authorizationId: subject }) => {
      const verdict = await act({ kind: 'void', key, bookingId, subject });
      if (verdict.verdict === 'answered') return { outcome: 'voided' };
      const { id, amount } = verdict.capture;
      return { outcome: 'captured', captureId: id, amount };
    },
    refund: async ({ key, bookingId, amount, captureId: subject }) => {
      const { outcome, code, id } = await actAnew({ kind: 'refund', key, bookingId, amount, subject });
      return outcome === 'done'
        ? { outcome: 'refunded', refundId: id }
        : { outcome: 'failed', code: code ?? 'other' };
    },
    refundsOf: async ({ bookingId, captureId }) => {
      const entries = await entriesOf(bookingId);
      if (!entries.some(({ id, kind }) => id === captureId && kind === 'capture')) {
        throw new PaymentRefused(`there is no capture ${captureId} of this booking`);
      }
      return entries
        .filter(
          ({ kind, subject, outcome }) => kind === 'refund' && subject === captureId && outcome === 'done',
        )
        .map(({ key, id: refundId, amount, atMs }) => {
          const at = new Date(atMs).toISOString();
          return isByHand(key) ? { refundId, amount, at } : { refundId, amount, at, key };
        });
    },
    refundByHand: async ({ id, bookingId, amount }) => {
      const capture = (await entriesOf(bookingId)).find(
        ({ kind, outcome }) => kind === 'capture' && outcome === 'done',
      );
      if (capture === undefined)
        throw new PaymentRefused('nothing was captured', { code: 'nothing_captured' });
      const key = `${byHandPrefix}${id}`;
      return rowOf(
        await actAnew({ kind: 'refund', key, bookingId, amount, subject: capture.id, byHand: true }),
      );
    },
    ledger: async (bookingId) => (await entriesOf(bookingId)).map(rowOf),
    close: async () => closing.abort(),
  };
};
