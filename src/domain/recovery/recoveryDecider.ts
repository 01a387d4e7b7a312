import { accept, type Decider, decideBy, nothingEver, reject } from '../kernel/decider.ts';
import type { RecoveryEvent } from './events.ts';

const recoveryLimits = {
  codeValidMs: 10 * 60_000,
  triesMax: 5,
  codesPerHourMax: 5,
} as const;
const hourMs = 60 * 60_000;

export interface RecoveryCode {
  readonly codeId: string;
  readonly bookingId: string;
  readonly referenceHash: string;
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
}
export type RecoveryRejection = RecoveryRejections[RecoveryCommand['type']];

const isValid = ({ tries, used, expiresAtMs }: RecoveryCode, nowMs: number): boolean =>
  !used && tries < recoveryLimits.triesMax && nowMs < expiresAtMs;

const iso = (ms: number): string => new Date(ms).toISOString();

const decide = decideBy<RecoveryState, RecoveryCommand, RecoveryEvent, RecoveryRejections>({
  IssueRecoveryCode: ({ type: _type, nowMs, codeId, bookingId, customerId, ...hashes }, { codes }) => {
    const recent = codes.filter(({ issuedAtMs }) => issuedAtMs > nowMs - hourMs);
    if (recent.length >= recoveryLimits.codesPerHourMax) return nothingEver();
    const { referenceHash, codeHash } = hashes;
    const times = { issuedAt: iso(nowMs), expiresAt: iso(nowMs + recoveryLimits.codeValidMs) };
    const data = { codeId, bookingId, customerId, referenceHash, codeHash, ...times };
    return accept({ type: 'RecoveryCodeIssued', data });
  },
  ConfirmRecovery: ({ referenceHash, codeHashes, nowMs }, { codes }) => {
    const valid = codes.filter((code) => code.referenceHash === referenceHash && isValid(code, nowMs));
    if (valid.length === 0) return reject({ reason: 'InvalidCode' });
    const right = valid.find(({ codeHash }) => codeHashes.includes(codeHash));
    if (right === undefined) return accept({ type: 'RecoveryRefused', data: { referenceHash } });
    const { codeId, bookingId } = right;
    return accept({ type: 'RecoveryConfirmed', data: { codeId, bookingId, confirmedAt: iso(nowMs) } });
  },
});

const evolve = ({ codes }: RecoveryState, event: RecoveryEvent): RecoveryState => {
  switch (event.type) {
    case 'RecoveryCodeIssued': {
      const { codeId, bookingId, referenceHash, codeHash, issuedAt, expiresAt } = event.data;
      const times = { issuedAtMs: Date.parse(issuedAt), expiresAtMs: Date.parse(expiresAt) };
      const issued = { codeId, bookingId, referenceHash, codeHash, ...times, tries: 0, used: false };
      return { codes: [...codes, issued].slice(-recoveryLimits.codesPerHourMax) };
    }
    case 'RecoveryRefused': {
      const { referenceHash } = event.data;
      return {
        codes: codes.map((code) =>
          code.referenceHash === referenceHash ? { ...code, tries: code.tries + 1 } : code,
        ),
      };
    }
    case 'RecoveryConfirmed': {
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
