import { accept, type Decider, decideBy, nothingEver, reject } from '../kernel/decider.ts';
import type { RecoveryEvent } from './events.ts';

const recoveryLimits = {
  codeValidMs: 10 * 60_000,
  triesMax: 5,
  codesPerHourMax: 5,
} as const;
const hourMs = 60 * 60_000;

/** What a code opens. */
type Opened =
  | { readonly to: 'booking'; readonly bookingId: string; readonly referenceHash: string }
  | { readonly to: 'account'; readonly customerId: string; readonly address: SealedAddress };

type SealedAddress = Extract<RecoveryEvent, { type: 'SignInCodeIssued' }>['data']['address'];

export interface RecoveryCode {
  readonly codeId: string;
  readonly opens: Opened;
  readonly codeHash: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** Wrong codes given while this one was valid. */
  readonly tries: number;
  readonly used: boolean;
}

/** The latest codes sent to one address, oldest first; as many as an hour allows. */
export interface RecoveryState {
  readonly codes: readonly RecoveryCode[];
}

export type RecoveryCommand =
  /** Nothing to do, and nothing to remember, when the address has got as many codes within the hour as it may. */
  | {
      readonly type: 'IssueRecoveryCode';
      readonly codeId: string;
      readonly bookingId: string;
      readonly customerId: string;
      readonly referenceHash: string;
      readonly codeHash: string;
    }
  | {
      readonly type: 'IssueSignInCode';
      readonly codeId: string;
      readonly customerId: string;
      readonly address: SealedAddress;
      readonly codeHash: string;
    }
  /** As ConfirmRecovery. */
  | { readonly type: 'ConfirmSignIn'; readonly codeHashes: readonly string[] }
  /** A wrong code is recorded as RecoveryRefused where a code is valid, else rejected. */
  | {
      readonly type: 'ConfirmRecovery';
      readonly referenceHash: string;
      /** HMAC of the given code, under each key that codes may have been issued with. */
      readonly codeHashes: readonly string[];
    };

export interface RecoveryRejections {
  readonly IssueRecoveryCode: never;
  readonly ConfirmRecovery: { readonly reason: 'InvalidCode' };
  readonly IssueSignInCode: never;
  readonly ConfirmSignIn: { readonly reason: 'InvalidCode' };
}
export type RecoveryRejection = RecoveryRejections[RecoveryCommand['type']];

const isValid = ({ tries, used, expiresAtMs }: RecoveryCode, nowMs: number): boolean =>
  !used && tries < recoveryLimits.triesMax && nowMs < expiresAtMs;

const iso = (ms: number): string => new Date(ms).toISOString();

/** Undefined when the address has got as many codes within the hour as it may, for whatever they open. */
const timesOf = (codes: readonly RecoveryCode[], nowMs: number) => {
  const recent = codes.filter(({ issuedAtMs }) => issuedAtMs > nowMs - hourMs);
  if (recent.length >= recoveryLimits.codesPerHourMax) return undefined;
  return { issuedAt: iso(nowMs), expiresAt: iso(nowMs + recoveryLimits.codeValidMs) };
};

const ofBooking =
  (referenceHash: string) =>
  ({ opens }: RecoveryCode): boolean =>
    opens.to === 'booking' && opens.referenceHash === referenceHash;
const ofAccount = ({ opens }: RecoveryCode): boolean => opens.to === 'account';

const decide = decideBy<RecoveryState, RecoveryCommand, RecoveryEvent, RecoveryRejections>({
  IssueRecoveryCode: ({ type: _type, nowMs, ...asked }, { codes }) => {
    const times = timesOf(codes, nowMs);
    if (times === undefined) return nothingEver();
    return accept({ type: 'RecoveryCodeIssued', data: { ...asked, ...times } });
  },
  ConfirmRecovery: ({ referenceHash, codeHashes, nowMs }, { codes }) => {
    const valid = codes.filter(ofBooking(referenceHash)).filter((code) => isValid(code, nowMs));
    if (valid.length === 0) return reject({ reason: 'InvalidCode' });
    const right = valid.find(({ codeHash }) => codeHashes.includes(codeHash));
    if (right?.opens.to !== 'booking') return accept({ type: 'RecoveryRefused', data: { referenceHash } });
    const { codeId, opens } = right;
    const data = { codeId, bookingId: opens.bookingId, confirmedAt: iso(nowMs) };
    return accept({ type: 'RecoveryConfirmed', data });
  },
  IssueSignInCode: ({ type: _type, nowMs, ...asked }, { codes }) => {
    const times = timesOf(codes, nowMs);
    if (times === undefined) return nothingEver();
    return accept({ type: 'SignInCodeIssued', data: { ...asked, ...times } });
  },
  ConfirmSignIn: ({ codeHashes, nowMs }, { codes }) => {
    const valid = codes.filter(ofAccount).filter((code) => isValid(code, nowMs));
    if (valid.length === 0) return reject({ reason: 'InvalidCode' });
    const right = valid.find(({ codeHash }) => codeHashes.includes(codeHash));
    if (right?.opens.to !== 'account') return accept({ type: 'SignInRefused', data: {} });
    const { codeId, opens } = right;
    const data = { codeId, customerId: opens.customerId, confirmedAt: iso(nowMs) };
    return accept({ type: 'SignInConfirmed', data });
  },
});

const issuedIn = (
  event: Extract<RecoveryEvent, { type: 'RecoveryCodeIssued' | 'SignInCodeIssued' }>,
): RecoveryCode => {
  const { codeId, codeHash, issuedAt, expiresAt } = event.data;
  const times = { issuedAtMs: Date.parse(issuedAt), expiresAtMs: Date.parse(expiresAt) };
  const fresh = { codeId, codeHash, ...times, tries: 0, used: false };
  if (event.type === 'SignInCodeIssued') {
    const { customerId, address } = event.data;
    return { ...fresh, opens: { to: 'account', customerId, address } };
  }
  const { bookingId, referenceHash } = event.data;
  return { ...fresh, opens: { to: 'booking', bookingId, referenceHash } };
};

const evolve = ({ codes }: RecoveryState, event: RecoveryEvent): RecoveryState => {
  const withTry = (concerned: (code: RecoveryCode) => boolean): RecoveryState => ({
    codes: codes.map((code) => (concerned(code) ? { ...code, tries: code.tries + 1 } : code)),
  });
  switch (event.type) {
    case 'RecoveryCodeIssued':
    case 'SignInCodeIssued':
      return { codes: [...codes, issuedIn(event)].slice(-recoveryLimits.codesPerHourMax) };
    case 'RecoveryRefused':
      return withTry(ofBooking(event.data.referenceHash));
    case 'SignInRefused':
      return withTry(ofAccount);
    case 'RecoveryConfirmed':
    case 'SignInConfirmed': {
      const { codeId } = event.data;
      return { codes: codes.map((code) => (code.codeId === codeId ? { ...code, used: true } : code)) };
    }
  }
};

export const recoveryDecider: Decider<RecoveryState, RecoveryCommand, RecoveryEvent, RecoveryRejections> = {
  initialState: { codes: [] },
  decide,
  evolve,
};
