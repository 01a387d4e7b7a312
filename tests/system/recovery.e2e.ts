/** A customer who has lost the access token gets a code by mail and is back in; nothing secret stands in the log. */
import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, startProgram } from '../support/program.ts';
import { startTestSmtp } from '../support/smtp.ts';
import { call, expectStatus, problemOf, text } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import { readLog } from './support/log.ts';
import { holdSeats, orderFor, pay } from './support/sales.ts';

afterAll(cleanUp);

it('opens a booking again with the code of the mail, also after a restart', async () => {
  const smtp = await startTestSmtp();
  const dataDir = await dataFolder();
  const env = { SMTP_URL: smtp.url, MAIL_FROM: 'tickets@example.org' };
  const program = await startProgram({ dataDir, env });
  const admin = await makeToken(dataDir, 'admin');
  const cinema = await openCinema(program.url, admin);
  const order = orderFor(await holdSeats(program.url, cinema.showtimeId, ['A1']), 'tok_ok');
  const sold = expectStatus(await pay(program.url, order), 201).body;
  const { email } = Object(order.body).customer as { email: string };
  const asked = { reference: text(sold.reference), email };
  const path = '/v1/bookings/recover';
  // Once, right after the sale: the list of bookings may be a moment behind.
  const asking = { headers: { 'idempotency-key': randomUUID() }, body: asked };
  const taken = expectStatus(await call(program.url, 'POST', path, asking), 202);
  expect(taken.headers.get('idempotency-replayed')).toBe(null);
  const mail = await eventually(() => {
    const found = smtp.received.find(({ data }) => /access code/.test(data));
    if (found === undefined) throw new Error('no mail with a code yet');
    return found;
  }, 30_000);
  const repeated = expectStatus(await call(program.url, 'POST', path, asking), 202);
  expect(repeated.headers.get('idempotency-replayed')).toBe('true');
  const other = { ...asking, body: { ...asked, email: 'other@example.org' } };
  expect(problemOf(await call(program.url, 'POST', path, other))).toBe('idempotency-key-reused');
  expect(mail.to).toEqual([email.toLowerCase()]);
  const code = /^[0-9]{8}$/m.exec(mail.data.replaceAll('\r', ''))?.[0] ?? '';
  const headers = { 'idempotency-key': randomUUID() };
  const confirm = (url: string) =>
    call(url, 'POST', `${path}/confirm`, { headers, body: { ...asked, code } });
  const renewed = expectStatus(await confirm(program.url), 200).body;
  expect(renewed).toEqual({ bookingId: sold.bookingId, accessToken: expect.any(String) });
  const access = { 'booking-access': text(renewed.accessToken) };
  const url = `/v1/bookings/${text(sold.bookingId)}`;
  expectStatus(await call(program.url, 'GET', url, { headers: access }), 200);

  const log = JSON.stringify(await readLog(program.url, admin, ''));
  expect(log).toContain('RecoveryConfirmed');
  expect(await program.interrupt()).toEqual({ code: 0, signal: null });
  // Whole only now: lines are written together.
  const said = (program.stdout() + program.stderr()).toLowerCase();
  expect(said).toContain('/v1/bookings/recover/confirm');
  for (const secret of [code, email, text(renewed.accessToken)]) {
    expect(log.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(said).not.toContain(secret.toLowerCase());
  }
  expect(said).not.toContain(asked.reference.toLowerCase());
  const again = await startProgram({ dataDir, env });
  expect(expectStatus(await confirm(again.url), 200).body).toEqual(renewed);
  expect(await again.interrupt()).toEqual({ code: 0, signal: null });
  await smtp.close();
}, 180_000);
