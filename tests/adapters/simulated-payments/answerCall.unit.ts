/** The simulated gateway's rules by themselves: whatever it is asked, in whatever order, its books add up. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  answerCall,
  type GatewayCall,
  type LedgerEntry,
} from '../../../src/adapters/simulated-payments/answerCall.ts';
import { type Script, scriptOf } from '../../../src/adapters/simulated-payments/scripts.ts';

const bookingId = 'b';
const usd = (amount: number) => ({ amount, currency: 'USD' });

const written = (entries: readonly LedgerEntry[], entry: LedgerEntry): readonly LedgerEntry[] =>
  entries.some(({ key }) => key === entry.key)
    ? entries.map((each) => (each.key === entry.key ? entry : each))
    : [...entries, entry];

const keys = fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5', 'k6');
/** Names are those of the keys that made them, so that calls often find what they ask for. */
const subjects = keys.map((key) => `id-${key}`);
const amounts = fc.constantFrom(1, 50, 60, 100).map(usd);
const scripts = fc.constantFrom<Script>(
  'ok',
  'ok',
  'slow',
  'timeout',
  'declined',
  'capture-fails',
  'refund-fails',
);
const calls: fc.Arbitrary<GatewayCall> = fc.oneof(
  fc.record({
    kind: fc.constant('authorize' as const),
    key: keys,
    bookingId: fc.constant(bookingId),
    amount: amounts,
    script: scripts,
  }),
  fc.record({
    kind: fc.constantFrom('capture' as const, 'refund' as const),
    key: keys,
    bookingId: fc.constant(bookingId),
    amount: amounts,
    subject: subjects,
  }),
  fc.record({
    kind: fc.constant('void' as const),
    key: keys,
    bookingId: fc.constant(bookingId),
    subject: subjects,
  }),
);
interface Asked {
  readonly call: GatewayCall;
  readonly laterMs: number;
  readonly times: number;
}
const asked: fc.Arbitrary<Asked> = fc.record({
  call: calls,
  laterMs: fc.constantFrom(0, 1_000, 6_000),
  times: fc.integer({ min: 1, max: 3 }),
});

/** Makes the calls one after the other, and insists that what was decided stays so. */
const play = (script: readonly Asked[]): readonly LedgerEntry[] => {
  let entries: readonly LedgerEntry[] = [];
  let nowMs = 0;
  for (const { call, laterMs } of script.flatMap((each) => Array.from({ length: each.times }, () => each))) {
    nowMs += laterMs;
    const before = entries.find(({ key }) => key === call.key);
    const verdict = answerCall(entries, call, nowMs, `id-${call.key}`);
    if (verdict.verdict !== 'answered') continue;
    if (before?.outcome === 'done' || before?.outcome === 'declined')
      expect(verdict.entry).toEqual({ ...before, calls: before.calls + 1 });
    entries = written(entries, verdict.entry);
  }
  return entries;
};

const expectBalanced = (entries: readonly LedgerEntry[], authorization: LedgerEntry): void => {
  const doneTo = (kind: LedgerEntry['kind'], subject: string) =>
    entries.filter((each) => each.kind === kind && each.subject === subject && each.outcome === 'done');
  const captures = doneTo('capture', authorization.id);
  expect(captures.length).toBeLessThanOrEqual(1);
  if (captures.length > 0) expect(doneTo('void', authorization.id)).toEqual([]);
  for (const capture of captures) {
    expect(authorization.outcome).toBe('done');
    expect(capture.amount.amount).toBeLessThanOrEqual(authorization.amount.amount);
    const refunded = doneTo('refund', capture.id).reduce((sum, each) => sum + each.amount.amount, 0);
    expect(refunded).toBeLessThanOrEqual(capture.amount.amount);
  }
};

it('never captures twice or what is void, never refunds more than it captured, and never changes its mind', () => {
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 40 }), (script) => {
      const entries = play(script);
      for (const entry of entries) if (entry.kind === 'authorize') expectBalanced(entries, entry);
    }),
    { numRuns: 2_000 },
  );
});

it('declines a token that nobody gave out', () => {
  expect(scriptOf('tok_ok')).toBe('ok');
  expect(scriptOf('tok_okay')).toBe('declined');
  expect(scriptOf('')).toBe('declined');
});

it('turns down an amount that no card network can move, as a real gateway does', () => {
  const kwd = (amount: number) => ({ amount, currency: 'KWD' });
  const authorize = { kind: 'authorize', key: 'k1', bookingId, script: 'ok' } as const;
  expect(answerCall([], { ...authorize, amount: kwd(2_375) }, 0, 'id-k1')).toEqual({
    verdict: 'answered',
    entry: {
      ...{ ...authorize, amount: kwd(2_375), id: 'id-k1', subject: undefined, atMs: 0, calls: 1 },
      ...{ outcome: 'declined', code: 'amount_not_chargeable' },
    },
  });
  const authorized = answerCall([], { ...authorize, amount: kwd(2_380) }, 0, 'id-k1');
  if (authorized.verdict !== 'answered') throw new Error('not authorized');
  const capture = { kind: 'capture', key: 'k2', bookingId, amount: kwd(2_380), subject: 'id-k1' } as const;
  const captured = answerCall([authorized.entry], capture, 0, 'id-k2');
  if (captured.verdict !== 'answered') throw new Error('not captured');
  const refund = { kind: 'refund', key: 'k3', bookingId, amount: kwd(2_375), subject: 'id-k2' } as const;
  expect(answerCall([authorized.entry, captured.entry], refund, 0, 'id-k3')).toEqual({
    verdict: 'refused',
    why: 'no card network can move that amount',
    code: 'amount_not_chargeable',
  });
});
