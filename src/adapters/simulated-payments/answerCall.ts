import { chargeableStepOf } from '../../domain/kernel/currencies.ts';
import type { Money } from '../../domain/kernel/money.ts';
import type { GatewayCode } from '../../ports/gatewayCodes.ts';
import type { LedgerRow } from '../../ports/PaymentGateway.ts';
import { type Script, scriptLimits } from './scripts.ts';

export interface LedgerEntry extends Omit<LedgerRow, 'at'> {
  readonly script: Script;
  readonly code: GatewayCode | undefined;
  readonly id: string;
  /** Authorization of a capture or void; capture of a refund. */
  readonly subject: string | undefined;
  readonly atMs: number;
}

interface CallOn<Kind extends LedgerEntry['kind']> {
  readonly kind: Kind;
  readonly key: string;
  readonly bookingId: string;
}

export type GatewayCall =
  | (CallOn<'authorize'> & { readonly amount: Money; readonly script: Script })
  | (CallOn<'capture'> & { readonly amount: Money; readonly subject: string })
  | (CallOn<'refund'> & {
      readonly amount: Money;
      readonly subject: string;
      /** By staff at the gateway: no script applies. */
      readonly byHand?: true;
    })
  | (CallOn<'void'> & { readonly subject: string });

export type Verdict =
  | { readonly verdict: 'refused'; readonly why: string; readonly code: GatewayCode }
  /** `entry` replaces the one with its key. */
  | { readonly verdict: 'answered'; readonly entry: LedgerEntry }
  /** Nothing changes: `capture` took the money before, with another key. */
  | { readonly verdict: 'captured'; readonly capture: LedgerEntry };

type Ended = Pick<LedgerEntry, 'outcome' | 'code'>;

const done: Ended = { outcome: 'done', code: undefined };
const refused = (why: string, code: GatewayCode = 'refused'): Verdict => ({ verdict: 'refused', why, code });

/** By the script, for the latest call or, without one, the time passed. */
export const outcomeByScript = (
  { kind, script, calls, atMs }: Pick<LedgerEntry, 'kind' | 'script' | 'calls' | 'atMs'>,
  nowMs: number,
): Ended => {
  const none: Ended = { outcome: 'none', code: undefined };
  if (kind === 'authorize' && script === 'declined') return { outcome: 'declined', code: 'card_declined' };
  if (kind === 'authorize' && script === 'slow') return nowMs - atMs >= scriptLimits.slowMs ? done : none;
  if (kind === 'authorize' && script === 'timeout') return calls > scriptLimits.unansweredCalls ? done : none;
  if (kind === 'capture' && script === 'capture-fails') return { outcome: 'failed', code: 'capture_failed' };
  if (kind === 'refund' && script === 'refund-fails' && calls <= scriptLimits.failedRefunds)
    return { outcome: 'failed', code: 'refund_failed' };
  return done;
};

const isFinal = ({ kind, outcome }: LedgerEntry): boolean =>
  outcome !== 'none' && !(kind === 'refund' && outcome === 'failed');

/** A retried refund may have another amount: part of it may have been paid by hand meanwhile. */
const sameCall = (entry: LedgerEntry, call: GatewayCall): boolean =>
  entry.kind === call.kind &&
  entry.bookingId === call.bookingId &&
  (call.kind === 'void' ||
    (call.kind === 'refund' && !isFinal(entry)) ||
    (entry.amount.amount === call.amount.amount && entry.amount.currency === call.amount.currency)) &&
  (call.kind === 'authorize' ? entry.script === call.script : entry.subject === call.subject);

const fits = (part: Money, whole: Money, before = 0): boolean =>
  part.currency === whole.currency && before + part.amount <= whole.amount;

/** As at a real gateway: card networks cannot move every amount, nor none. */
const isChargeable = ({ amount, currency }: Money): boolean =>
  amount > 0 && amount % chargeableStepOf(currency) === 0;

interface Opening {
  readonly amount: Money;
  readonly script: Script;
  readonly subject: string | undefined;
  readonly ended?: Ended;
}

interface Impossible {
  readonly why: string;
  readonly code?: GatewayCode;
}

const opening = (others: readonly LedgerEntry[], call: GatewayCall): Opening | LedgerEntry | Impossible => {
  if (call.kind === 'authorize') {
    const opened = { amount: call.amount, script: call.script, subject: undefined };
    return isChargeable(call.amount)
      ? opened
      : { ...opened, ended: { outcome: 'declined', code: 'amount_not_chargeable' } };
  }
  const { kind, subject } = call;
  const madeBy = kind === 'refund' ? 'capture' : 'authorize';
  const whole = others.find((entry) => entry.id === subject && entry.kind === madeBy);
  if (whole?.outcome !== 'done') return { why: `there is no ${madeBy} ${subject} of this booking` };
  const { script } = whole;
  const doneTo = (doneKind: LedgerEntry['kind']) =>
    others.filter(
      (entry) => entry.kind === doneKind && entry.subject === subject && entry.outcome === 'done',
    );
  if (kind === 'refund') {
    const before = doneTo('refund').reduce((sum, entry) => sum + entry.amount.amount, 0);
    if (!isChargeable(call.amount)) {
      return { why: 'no card network can move that amount', code: 'amount_not_chargeable' };
    }
    if (call.amount.currency !== whole.amount.currency)
      return { why: 'another currency was captured', code: 'wrong_currency' };
    if (!fits(call.amount, whole.amount, before)) {
      return { why: 'more would be refunded than was captured', code: 'amount_too_large' };
    }
    return { amount: call.amount, script: call.byHand === true ? 'ok' : script, subject };
  }
  const [captured] = doneTo('capture');
  if (captured !== undefined) return captured;
  if (kind === 'void') return { amount: whole.amount, script, subject };
  if (!fits(call.amount, whole.amount)) return { why: 'more would be captured than was authorized' };
  const opened = { amount: call.amount, script, subject };
  return doneTo('void').length === 0
    ? opened
    : { ...opened, ended: { outcome: 'failed', code: 'authorization_voided' } };
};

/** @param entries all of the booking, and the one with the call's key, also of another booking */
export const answerCall = (
  entries: readonly LedgerEntry[],
  call: GatewayCall,
  nowMs: number,
  newId: string,
): Verdict => {
  const before = entries.find((entry) => entry.key === call.key);
  if (before !== undefined && !sameCall(before, call)) return refused('the key was used for another call');
  if (before !== undefined && isFinal(before))
    return { verdict: 'answered', entry: { ...before, calls: before.calls + 1 } };
  const opened = opening(
    entries.filter((entry) => entry.key !== call.key),
    call,
  );
  if ('why' in opened) return refused(opened.why, opened.code);
  if ('key' in opened) return { verdict: 'captured', capture: opened };
  const { ended, ...terms } = opened;
  const { key, bookingId, kind } = call;
  const calls = (before?.calls ?? 0) + 1;
  const entry = {
    key,
    bookingId,
    kind,
    ...terms,
    id: before?.id ?? newId,
    calls,
    atMs: before?.atMs ?? nowMs,
  };
  return { verdict: 'answered', entry: { ...entry, ...(ended ?? outcomeByScript(entry, nowMs)) } };
};
