/**
 * What every payment gateway must do, as one suite that each adapter's tests run. It knows of no engine: how a
 * customer's means of payment behave is a matter of the tokens that the harness brings.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type PaymentGateway,
  PaymentRefused,
  PaymentUnanswered,
  PaymentUnavailable,
} from '../../src/ports/PaymentGateway.ts';
import {
  authorizeCall,
  captureCall,
  insist,
  type OpenedPayments,
  price,
  refundCall,
  usd,
  voidCall,
} from './paymentCalls.ts';

export const paymentGatewayContract = (name: string, open: () => Promise<OpenedPayments>): void => {
  describe(`${name} keeps the payment gateway's contract:`, () => {
    let opened: OpenedPayments;
    const others: PaymentGateway[] = [];
    const another = async () => {
      const other = await opened.another();
      others.push(other);
      return other;
    };

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      for (const other of others) await other.close();
      await opened?.close();
    });

    const authorized = async (bookingId: string, token = opened.tokens.ok) => {
      const result = await insist(() => opened.gateway.authorize(authorizeCall(bookingId, token)));
      if (result.outcome !== 'authorized') throw new Error(`authorize answered ${result.outcome}`);
      return result.authorizationId;
    };
    const captured = async (bookingId: string, token = opened.tokens.ok) => {
      const authorizationId = await authorized(bookingId, token);
      const result = await opened.gateway.capture(captureCall(bookingId, authorizationId));
      if (result.outcome !== 'captured') throw new Error(`capture answered ${result.outcome}`);
      return { authorizationId, captureId: result.captureId };
    };
    describe('authorize', () => {
      it('reserves once, and answers a repeat as it did at first, on any node', async () => {
        const bookingId = randomUUID();
        const call = authorizeCall(bookingId, opened.tokens.ok);
        const first = await opened.gateway.authorize(call);
        expect(first).toEqual({ outcome: 'authorized', authorizationId: expect.any(String) });
        expect(await opened.gateway.authorize(call)).toEqual(first);
        expect(await (await another()).authorize(call)).toEqual(first);
        expect(await opened.done(bookingId)).toEqual([{ kind: 'authorize', amount: price }]);
      });

      it('reserves once when many nodes call with one key at the same time', async () => {
        const bookingId = randomUUID();
        const call = authorizeCall(bookingId, opened.tokens.ok);
        const nodes = [opened.gateway, await another(), await another()];
        const answers = await Promise.all(
          [...nodes, ...nodes, ...nodes].map((node) => insist(() => node.authorize(call))),
        );
        expect(answers[0]).toEqual({ outcome: 'authorized', authorizationId: expect.any(String) });
        expect(answers).toEqual(answers.map(() => answers[0]));
        expect(await opened.done(bookingId)).toEqual([{ kind: 'authorize', amount: price }]);
      });

      it('reserves again under another key', async () => {
        const bookingId = randomUUID();
        const first = await authorized(bookingId);
        const call = { ...authorizeCall(bookingId, opened.tokens.ok), key: `${bookingId}/2/authorize` };
        const second = await opened.gateway.authorize(call);
        expect(second).toEqual({ outcome: 'authorized', authorizationId: expect.any(String) });
        expect(second).not.toEqual({ outcome: 'authorized', authorizationId: first });
      });

      it.each(['declined', 'unknown'] as const)(
        'declines a token that is %s, and stays with it',
        async (kind) => {
          const bookingId = randomUUID();
          const call = authorizeCall(bookingId, opened.tokens[kind]);
          const first = await opened.gateway.authorize(call);
          const code = expect.stringMatching(/^[a-z_]{3,100}$/);
          const card = await opened.gateway.cardOf(call.token);
          expect(first).toEqual({ outcome: 'declined', code, ...(card === undefined ? {} : { card }) });
          if (kind === 'unknown') expect(card).toBeUndefined();
          expect(await opened.gateway.authorize(call)).toEqual(first);
          expect(await opened.done(bookingId)).toEqual([]);
        },
      );

      it('refuses a key that was used for another call', async () => {
        const bookingId = randomUUID();
        await authorized(bookingId);
        const call = authorizeCall(bookingId, opened.tokens.ok, usd(9_900));
        await expect(opened.gateway.authorize(call)).rejects.toThrow(PaymentRefused);
        await expect(
          opened.gateway.authorize({
            ...authorizeCall(bookingId, opened.tokens.ok),
            bookingId: randomUUID(),
          }),
        ).rejects.toThrow(PaymentRefused);
        expect(await opened.done(bookingId)).toEqual([{ kind: 'authorize', amount: price }]);
      });

      it('says pending until the answer is there', async () => {
        const bookingId = randomUUID();
        const call = authorizeCall(bookingId, opened.tokens.slow);
        expect(await opened.gateway.authorize(call)).toEqual({ outcome: 'pending' });
        opened.passTime(5_999);
        expect(await opened.gateway.authorize(call)).toEqual({ outcome: 'pending' });
        opened.passTime(1);
        const answer = await opened.gateway.authorize(call);
        expect(answer).toEqual({ outcome: 'authorized', authorizationId: expect.any(String) });
        expect(await opened.gateway.authorize(call)).toEqual(answer);
      });

      it('finds what an earlier call came to, without the token', async () => {
        const bookingId = randomUUID();
        const call = authorizeCall(bookingId, opened.tokens.slow);
        const { gateway } = opened;
        expect(await gateway.findAuthorization(call)).toEqual({ outcome: 'unknown' });
        expect(await gateway.authorize(call)).toEqual({ outcome: 'pending' });
        const other = await another();
        expect(await other.findAuthorization(call)).toEqual({ outcome: 'pending' });
        opened.passTime(6_000);
        const found = await other.findAuthorization(call);
        expect(found).toEqual({ outcome: 'authorized', authorizationId: expect.any(String) });
        expect(await gateway.authorize(call)).toEqual(found);
        const declined = authorizeCall(randomUUID(), opened.tokens.declined);
        const refused = await gateway.authorize(declined);
        expect(refused.outcome).toBe('declined');
        expect(await gateway.findAuthorization(declined)).toEqual(refused);
      });

      it('gives no answer twice and one at the third call, having acted once', async () => {
        const bookingId = randomUUID();
        const call = authorizeCall(bookingId, opened.tokens.unanswered);
        const other = await another();
        await expect(opened.gateway.authorize(call)).rejects.toThrow(PaymentUnanswered);
        await expect(other.authorize(call)).rejects.toThrow(PaymentUnanswered);
        const answer = await opened.gateway.authorize(call);
        expect(answer).toEqual({ outcome: 'authorized', authorizationId: expect.any(String) });
        expect(await other.authorize(call)).toEqual(answer);
        expect(await opened.done(bookingId)).toEqual([{ kind: 'authorize', amount: price }]);
      });

      it('says that it is unavailable only when nothing was reached', async () => {
        const bookingId = randomUUID();
        const { gateway, token } = await opened.unreachable();
        others.push(gateway);
        await expect(gateway.authorize(authorizeCall(bookingId, token))).rejects.toThrow(PaymentUnavailable);
        expect(await opened.done(bookingId)).toEqual([]);
      });
    });

    describe('capture', () => {
      it('takes the money once, and answers a repeat as it did at first', async () => {
        const bookingId = randomUUID();
        const { authorizationId, captureId } = await captured(bookingId);
        const call = captureCall(bookingId, authorizationId);
        const nodes = [opened.gateway, await another(), opened.gateway];
        const answers = await Promise.all(nodes.map((node) => insist(() => node.capture(call))));
        expect(answers).toEqual(nodes.map(() => ({ outcome: 'captured', captureId })));
        expect(await opened.done(bookingId)).toEqual([
          { kind: 'authorize', amount: price },
          { kind: 'capture', amount: price },
        ]);
      });

      it('takes the money once when two nodes ask at the same time', async () => {
        const bookingId = randomUUID();
        const call = captureCall(bookingId, await authorized(bookingId));
        const nodes = [opened.gateway, await another(), opened.gateway];
        const answers = await Promise.all(nodes.map((node) => insist(() => node.capture(call))));
        expect(answers[0]).toEqual({ outcome: 'captured', captureId: expect.any(String) });
        expect(answers).toEqual(nodes.map(() => answers[0]));
        expect(await opened.done(bookingId)).toHaveLength(2);
      });

      it('tells what was taken before, under whatever key, and takes nothing more', async () => {
        const bookingId = randomUUID();
        const { authorizationId, captureId } = await captured(bookingId);
        const again = { ...captureCall(bookingId, authorizationId), key: `${bookingId}/2/capture` };
        const told = { outcome: 'captured', captureId };
        expect(await opened.gateway.capture(again)).toEqual(told);
        expect(await opened.gateway.capture(again)).toEqual(told);
        expect(await opened.done(bookingId)).toHaveLength(2);
      });

      it('fails when another amount was taken before', async () => {
        const bookingId = randomUUID();
        const authorizationId = await authorized(bookingId);
        const part = { ...captureCall(bookingId, authorizationId, usd(1_000)), key: `by hand ${bookingId}` };
        await opened.gateway.capture(part);
        const call = captureCall(bookingId, authorizationId);
        expect(await opened.gateway.capture(call)).toEqual({
          outcome: 'failed',
          code: expect.any(String),
        });
        expect(await opened.done(bookingId)).toContainEqual({ kind: 'capture', amount: usd(1_000) });
      });

      it('refuses more than was reserved, and an authorization it does not know', async () => {
        const other = randomUUID();
        const tooMuch = captureCall(other, await authorized(other), usd(2_501));
        await expect(opened.gateway.capture(tooMuch)).rejects.toThrow(PaymentRefused);
        const unknown = captureCall(randomUUID(), 'pi_unknown');
        await expect(opened.gateway.capture(unknown)).rejects.toThrow(PaymentRefused);
        expect(await opened.done(other)).toEqual([{ kind: 'authorize', amount: price }]);
      });

      it('fails for good when the money cannot be had, and the authorization can then be voided', async () => {
        const bookingId = randomUUID();
        const authorizationId = await authorized(bookingId, opened.tokens.captureFails);
        const call = captureCall(bookingId, authorizationId);
        const first = await opened.gateway.capture(call);
        expect(first).toEqual({ outcome: 'failed', code: expect.any(String) });
        expect(await opened.gateway.capture(call)).toEqual(first);
        expect(await opened.gateway.voidAuthorization(voidCall(bookingId, authorizationId))).toEqual({
          outcome: 'voided',
        });
        const kinds = (await opened.done(bookingId)).map(({ kind }) => kind);
        expect(kinds).not.toContain('capture');
      });

      it('fails for an authorization that was voided', async () => {
        const bookingId = randomUUID();
        const authorizationId = await authorized(bookingId);
        await opened.gateway.voidAuthorization(voidCall(bookingId, authorizationId));
        expect(await opened.gateway.capture(captureCall(bookingId, authorizationId))).toEqual({
          outcome: 'failed',
          code: expect.any(String),
        });
      });
    });

    describe('void', () => {
      it('sets the money free, and says so again to any repeat', async () => {
        const bookingId = randomUUID();
        const call = voidCall(bookingId, await authorized(bookingId));
        const nodes = [opened.gateway, await another(), opened.gateway];
        const answers = await Promise.all(nodes.map((node) => insist(() => node.voidAuthorization(call))));
        expect(answers).toEqual(nodes.map(() => ({ outcome: 'voided' })));
        const underAnotherKey = { ...call, key: `${bookingId}/2/void` };
        expect(await opened.gateway.voidAuthorization(underAnotherKey)).toEqual({ outcome: 'voided' });
      });

      it('tells what was taken, and tells it again after it was paid back', async () => {
        const bookingId = randomUUID();
        const { authorizationId, captureId } = await captured(bookingId);
        const told = { outcome: 'captured', captureId, amount: price };
        const call = voidCall(bookingId, authorizationId);
        expect(await opened.gateway.voidAuthorization(call)).toEqual(told);
        await opened.gateway.refund(refundCall(bookingId, captureId, 1, 2_500));
        expect(await opened.gateway.voidAuthorization(call)).toEqual(told);
        const kinds = (await opened.done(bookingId)).map(({ kind }) => kind);
        expect(kinds).toEqual(['authorize', 'capture', 'refund']);
      });

      it('refuses an authorization it does not know', async () => {
        await expect(opened.gateway.voidAuthorization(voidCall(randomUUID(), 'pi_unknown'))).rejects.toThrow(
          PaymentRefused,
        );
      });
    });

    describe('refund', () => {
      it('pays back in parts, each once, and never more than was captured', async () => {
        const bookingId = randomUUID();
        const { captureId } = await captured(bookingId);
        const nodes = [opened.gateway, await another()];
        const parts = [
          refundCall(bookingId, captureId, 1, 1_000),
          refundCall(bookingId, captureId, 2, 1_400),
        ];
        for (const part of parts) {
          const answers = await Promise.all(
            [...nodes, ...nodes].map((node) => insist(() => node.refund(part))),
          );
          expect(answers[0]).toEqual({ outcome: 'refunded', refundId: expect.any(String) });
          expect(answers).toEqual(answers.map(() => answers[0]));
        }
        await expect(opened.gateway.refund(refundCall(bookingId, captureId, 3, 101))).rejects.toThrow(
          PaymentRefused,
        );
        expect(await opened.gateway.refund(refundCall(bookingId, captureId, 4, 100))).toEqual({
          outcome: 'refunded',
          refundId: expect.any(String),
        });
        const refunds = (await opened.done(bookingId)).filter(({ kind }) => kind === 'refund');
        expect(refunds.map(({ amount }) => amount)).toEqual([usd(1_000), usd(1_400), usd(100)]);
      });

      it('never pays back more than was captured when parts come at the same time', async () => {
        const bookingId = randomUUID();
        const { captureId } = await captured(bookingId);
        const other = await another();
        const results = await Promise.allSettled(
          [1, 2, 3, 4].map((number) =>
            insist(() =>
              (number % 2 === 0 ? other : opened.gateway).refund(
                refundCall(bookingId, captureId, number, 1_000),
              ),
            ),
          ),
        );
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
        expect((await opened.done(bookingId)).filter(({ kind }) => kind === 'refund')).toHaveLength(2);
      });

      it('fails twice and then does it, under one key', async () => {
        const bookingId = randomUUID();
        const { captureId } = await captured(bookingId, opened.tokens.refundFails);
        const call = refundCall(bookingId, captureId, 1, 2_500);
        const failed = { outcome: 'failed', code: expect.any(String) };
        expect(await opened.gateway.refund(call)).toEqual(failed);
        expect(await opened.gateway.refund(call)).toEqual(failed);
        const answer = await opened.gateway.refund(call);
        expect(answer).toEqual({ outcome: 'refunded', refundId: expect.any(String) });
        expect(await opened.gateway.refund(call)).toEqual(answer);
        expect((await opened.done(bookingId)).filter(({ kind }) => kind === 'refund')).toEqual([
          { kind: 'refund', amount: price },
        ]);
      });

      it('tells all refunds of a capture, and which were made by hand', async () => {
        const bookingId = randomUUID();
        const { captureId } = await captured(bookingId);
        const { gateway } = opened;
        expect(await gateway.refundsOf({ bookingId, captureId })).toEqual([]);
        const own = refundCall(bookingId, captureId, 1, 1_000);
        await gateway.refund(own);
        await opened.refundByHand(bookingId, usd(700));
        const other = await another();
        expect(await other.refundsOf({ bookingId, captureId })).toEqual([
          { refundId: expect.any(String), amount: usd(1_000), at: expect.any(String), key: own.key },
          { refundId: expect.any(String), amount: usd(700), at: expect.any(String) },
        ]);
        const tooMuch = refundCall(bookingId, captureId, 2, 801);
        await expect(gateway.refund(tooMuch)).rejects.toThrow(PaymentRefused);
        const rest = { ...tooMuch, amount: usd(800) };
        expect(await gateway.refund(rest)).toEqual({ outcome: 'refunded', refundId: expect.any(String) });
      });

      it('takes another amount under the key of a refund that failed', async () => {
        const bookingId = randomUUID();
        const { captureId } = await captured(bookingId, opened.tokens.refundFails);
        const call = refundCall(bookingId, captureId, 1, 2_500);
        const failed = { outcome: 'failed', code: expect.any(String) };
        expect(await opened.gateway.refund(call)).toEqual(failed);
        await opened.refundByHand(bookingId, usd(500));
        const rest = { ...call, amount: usd(2_000) };
        expect(await opened.gateway.refund(rest)).toEqual(failed);
        expect(await opened.gateway.refund(rest)).toEqual({
          outcome: 'refunded',
          refundId: expect.any(String),
        });
        const refunds = (await opened.done(bookingId)).filter(({ kind }) => kind === 'refund');
        expect(refunds.map(({ amount }) => amount.amount).toSorted()).toEqual([2_000, 500]);
      });

      it('refuses to tell the refunds of a capture it does not know', async () => {
        const call = { bookingId: randomUUID(), captureId: 'pi_unknown' };
        await expect(opened.gateway.refundsOf(call)).rejects.toThrow(PaymentRefused);
      });

      it('refuses a capture it does not know', async () => {
        const call = refundCall(randomUUID(), 'pi_unknown', 1, 100);
        await expect(opened.gateway.refund(call)).rejects.toThrow(PaymentRefused);
      });
    });
  });
};
