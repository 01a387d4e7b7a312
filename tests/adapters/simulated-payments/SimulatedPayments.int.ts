/** The simulated gateway keeps the contract, and its books tell an operator what it did. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isScripted } from '../../../src/adapters/simulated-payments/scriptedFailures.ts';
import {
  type PaymentGateway,
  type PaymentLedger,
  PaymentRefused,
  PaymentUnanswered,
  PaymentUnavailable,
} from '../../../src/ports/PaymentGateway.ts';
import { paymentGatewayContract } from '../../contracts/paymentGatewayContract.ts';
import { sqlOn } from '../../support/postgres.ts';
import { openTestPayments } from './openTestPayments.ts';

paymentGatewayContract('the simulated gateway', async () => {
  const { server, time, open } = await openTestPayments();
  const gateway = await open();
  return {
    gateway,
    another: open,
    tokens: {
      ok: 'tok_ok',
      declined: 'tok_declined',
      unknown: 'tok_nobody_gave_out',
      slow: 'tok_slow',
      unanswered: 'tok_timeout',
      captureFails: 'tok_capture_fails',
      refundFails: 'tok_refund_fails',
    },
    unreachable: async () => ({ gateway: await open(), token: 'tok_unavailable' }),
    passTime: (ms) => {
      time.nowMs += ms;
    },
    refundByHand: (bookingId, amount) => gateway.refundByHand({ id: randomUUID(), bookingId, amount }),
    done: async (bookingId) =>
      (await gateway.ledger(bookingId))
        .filter(({ outcome }) => outcome === 'done')
        .map(({ kind, amount }) => ({ kind, amount })),
    close: async () => {
      await gateway.close();
      await server.stop();
    },
  };
});

describe('the books', () => {
  let opened: Awaited<ReturnType<typeof openTestPayments>>;
  let gateway: PaymentGateway & PaymentLedger;
  beforeAll(async () => {
    opened = await openTestPayments();
    gateway = await opened.open();
  });
  afterAll(async () => {
    await gateway.close();
    await opened.server.stop();
  });
  const amount = { amount: 1_250, currency: 'USD' };
  const authorize = (bookingId: string, token: string) =>
    gateway.authorize({ key: `${bookingId}/1/authorize`, bookingId, amount, method: 'card', token });

  const authorizeRow = (bookingId: string) => ({
    key: `${bookingId}/1/authorize`,
    ...{ bookingId, kind: 'authorize', amount },
  });
  const authorized = { outcome: 'authorized', authorizationId: expect.any(String) };

  it('have a refund by hand once for each id, and none of nothing', async () => {
    const bookingId = randomUUID();
    const { authorizationId } = { authorizationId: '', ...(await authorize(bookingId, 'tok_ok')) };
    await gateway.capture({ key: `${bookingId}/1/capture`, bookingId, amount, authorizationId });
    const call = { id: randomUUID(), bookingId, amount: { ...amount, amount: 250 } };
    const first = await gateway.refundByHand(call);
    expect(await gateway.refundByHand(call)).toEqual({ ...first, calls: 2 });
    const refused = async (changes: object, code: string) =>
      await expect(gateway.refundByHand({ ...call, ...changes })).rejects.toSatisfy(
        (error) => error instanceof PaymentRefused && error.code === code,
      );
    await refused({ amount: { ...amount, amount: 300 } }, 'refused');
    await refused({ id: randomUUID(), amount: { ...amount, amount: 0 } }, 'amount_not_chargeable');
    const refunds = (await gateway.ledger(bookingId)).filter(({ kind }) => kind === 'refund');
    expect(refunds).toEqual([{ ...first, calls: 2 }]);
  });

  it('have one row per key, with its outcome and how often it was called', async () => {
    const bookingId = randomUUID();
    await expect(authorize(bookingId, 'tok_timeout')).rejects.toSatisfy(isScripted);
    const row = authorizeRow(bookingId);
    const at = new Date(opened.time.nowMs).toISOString();
    expect(await gateway.ledger(bookingId)).toEqual([{ ...row, outcome: 'none', calls: 1, at }]);
    opened.time.nowMs += 1_000;
    await expect(authorize(bookingId, 'tok_timeout')).rejects.toSatisfy(isScripted);
    const answer = await authorize(bookingId, 'tok_timeout');
    if (answer.outcome !== 'authorized') throw new Error(answer.outcome);
    const { authorizationId } = answer;
    const capture = { key: `${bookingId}/1/capture`, bookingId, authorizationId, amount };
    await gateway.capture(capture);
    await gateway.capture(capture);
    const later = new Date(opened.time.nowMs).toISOString();
    expect(await gateway.ledger(bookingId)).toEqual([
      { ...row, outcome: 'done', calls: 3, at },
      { key: capture.key, bookingId, kind: 'capture', amount, outcome: 'done', calls: 2, at: later },
    ]);
  });

  it('show a slow authorization as done once it is due, though nobody asked again', async () => {
    const bookingId = randomUUID();
    await authorize(bookingId, 'tok_slow');
    const row = { ...authorizeRow(bookingId), calls: 1, at: new Date(opened.time.nowMs).toISOString() };
    expect(await gateway.ledger(bookingId)).toEqual([{ ...row, outcome: 'none' }]);
    opened.time.nowMs += 6_000;
    expect(await gateway.ledger(bookingId)).toEqual([{ ...row, outcome: 'done' }]);
  });

  it('have nothing of a call that did not reach the gateway', async () => {
    const bookingId = randomUUID();
    await expect(authorize(bookingId, 'tok_unavailable')).rejects.toSatisfy(isScripted);
    expect(await gateway.ledger(bookingId)).toEqual([]);
  });

  it('never hold a token', async () => {
    const bookingId = randomUUID();
    await authorize(bookingId, 'tok_of_a_customer');
    const [row] = await sqlOn(
      opened.connectionString,
      'select to_jsonb(ledger)::text as text from simulated_payments.ledger where booking_id = $1',
      [bookingId],
    );
    expect(String(row?.text)).toContain('"declined"');
    expect(String(row?.text)).not.toContain('tok_');
  });

  it('say that the gateway is unavailable while the database is away, and go on once it is back', async () => {
    const bookingId = randomUUID();
    await authorize(bookingId, 'tok_ok');
    const name = new URL(opened.connectionString).pathname.slice(1);
    const { connectionString: serverUrl } = opened.server;
    await sqlOn(serverUrl, `alter database ${name} allow_connections false`);
    await sqlOn(serverUrl, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ]);
    await expect(authorize(randomUUID(), 'tok_ok')).rejects.toThrow(PaymentUnavailable);
    await expect(gateway.ledger(bookingId)).rejects.toThrow(PaymentUnavailable);
    await sqlOn(serverUrl, `alter database ${name} allow_connections true`);
    expect(await authorize(bookingId, 'tok_ok')).toEqual(authorized);
    expect(await gateway.ledger(bookingId)).toEqual([
      {
        ...authorizeRow(bookingId),
        outcome: 'done',
        calls: 2,
        at: new Date(opened.time.nowMs).toISOString(),
      },
    ]);
  });

  it('tell a call that was undone from one whose end nobody knows', async () => {
    const sql = (statement: string) => sqlOn(opened.connectionString, statement);
    const bookingId = randomUUID();
    await sql('alter table simulated_payments.ledger rename to gone');
    await expect(authorize(bookingId, 'tok_ok')).rejects.toThrow(PaymentUnavailable);
    await sql('alter table simulated_payments.gone rename to ledger');
    await sql(`create function simulated_payments.die() returns trigger language plpgsql
      as 'begin perform pg_terminate_backend(pg_backend_pid()); return null; end'`);
    await sql(`create constraint trigger die_on_commit after insert on simulated_payments.ledger
      deferrable initially deferred for each row execute function simulated_payments.die()`);
    await expect(authorize(bookingId, 'tok_ok')).rejects.toThrow(PaymentUnanswered);
    await sql('drop function simulated_payments.die() cascade');
    expect(await authorize(bookingId, 'tok_ok')).toEqual(authorized);
  });
});
