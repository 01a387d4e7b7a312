/** Codes that open a booking again: how many an address gets, how long and how often each can be tried. */
import { describe, expect, it } from 'vitest';
import type { RecoveryEvent } from '../../../src/domain/recovery/events.ts';
import { recoveryDecider } from '../../../src/domain/recovery/recoveryDecider.ts';
import { specification } from '../../support/given.ts';
import { iso, minutes, onSaleMs, uuid } from '../../support/showtimes.ts';

const { given } = specification(recoveryDecider);
const bookingId = uuid(0xb0);
const asked = (number: number, atMs: number) => ({
  ...({ type: 'IssueRecoveryCode', codeId: uuid(number), bookingId, customerId: 'customer' } as const),
  ...{ referenceHash: 'reference', codeHash: `code-${number}`, nowMs: atMs },
});
const issued = (number: number, atMs = onSaleMs): RecoveryEvent => ({
  type: 'RecoveryCodeIssued',
  data: {
    ...{ codeId: uuid(number), bookingId, customerId: 'customer' },
    ...{ referenceHash: 'reference', codeHash: `code-${number}` },
    ...{ issuedAt: iso(atMs), expiresAt: iso(atMs + minutes(10)) },
  },
});
const confirm = (code: string, atMs: number, referenceHash = 'reference') => ({
  ...({ type: 'ConfirmRecovery', referenceHash, codeHashes: ['older', code] } as const),
  nowMs: atMs,
});
const confirmed = (number: number, atMs: number): RecoveryEvent => ({
  type: 'RecoveryConfirmed',
  data: { codeId: uuid(number), bookingId, confirmedAt: iso(atMs) },
});
const refused: RecoveryEvent = { type: 'RecoveryRefused', data: { referenceHash: 'reference' } };
const invalid = { reason: 'InvalidCode' } as const;

describe('a code', () => {
  it('is issued at most five times an hour', () => {
    const five = [1, 2, 3, 4, 5].map((number) => issued(number, onSaleMs + minutes(number)));
    given(...five.slice(1))
      .when(asked(6, onSaleMs + minutes(6)))
      .gives(issued(6, onSaleMs + minutes(6)));
    given(...five)
      .when(asked(6, onSaleMs + minutes(60)))
      .givesNothingEver();
    given(...five)
      .when(asked(6, onSaleMs + minutes(61)))
      .gives(issued(6, onSaleMs + minutes(61)));
  });

  it('opens the booking until ten minutes are over', () => {
    const lastMs = onSaleMs + minutes(10) - 1;
    given(issued(1)).when(confirm('code-1', lastMs)).gives(confirmed(1, lastMs));
    given(issued(1))
      .when(confirm('code-1', lastMs + 1))
      .isRefused(invalid);
  });

  it('opens it once, and only the booking that it was issued for', () => {
    given(issued(1), confirmed(1, onSaleMs)).when(confirm('code-1', onSaleMs)).isRefused(invalid);
    given(issued(1))
      .when(confirm('code-1', onSaleMs, 'another'))
      .isRefused(invalid);
    given().when(confirm('code-1', onSaleMs)).isRefused(invalid);
  });

  it('is good for five tries, the right one included', () => {
    given(issued(1), refused, refused, refused).when(confirm('wrong', onSaleMs)).gives(refused);
    given(issued(1), refused, refused, refused, refused)
      .when(confirm('code-1', onSaleMs))
      .gives(confirmed(1, onSaleMs));
    given(issued(1), refused, refused, refused, refused, refused)
      .when(confirm('code-1', onSaleMs))
      .isRefused(invalid);
  });

  it('stays good when another one is issued, which has tries of its own', () => {
    const two = [issued(1), refused, refused, refused, refused, issued(2), refused];
    given(...two)
      .when(confirm('code-1', onSaleMs))
      .gives(refused);
    given(...two)
      .when(confirm('code-2', onSaleMs))
      .gives(confirmed(2, onSaleMs));
    given(issued(1), issued(2)).when(confirm('code-1', onSaleMs)).gives(confirmed(1, onSaleMs));
  });

  it('is forgotten when five others came after it', () => {
    const { state } = given(...[1, 2, 3, 4, 5, 6].map((number) => issued(number)));
    expect(state.codes.map(({ codeId }) => codeId)).toEqual([2, 3, 4, 5, 6].map(uuid));
  });
});
