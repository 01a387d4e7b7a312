/** A customer who has lost the access token gets a code by mail and is back in; nothing secret stands in the log. */
import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, startProgram } from '../support/program.ts';
import { startTestSmtp } from '../support/smtp.ts';
import { call, expectStatus, text } from './support/api.ts';
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
  // The list of bookings may be a moment behind, so the first request may find none.
  const mail = await eventually(async () => {
    if (!smtp.received.some(({ data }) => /access code/.test(data))) {
      expectStatus(await call(program.url, 'POST', path, { body: asked }), 202);
      await eventually(
        () => expect(smtp.received.some(({ data }) => /access code/.test(data))).toBe(true),
        5_000,
      );
    }
    return smtp.received.find(({ data }) => /access code/.test(data));
  }, 30_000);
  expect(mail?.to).toEqual([email.toLowerCase()]);
  const code = /^[0-9]{8}$/m.exec(mail?.data.replaceAll('\r', '') ?? '')?.[0] ?? '';
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
  for (const secret of [code, email, text(renewed.accessToken)]) {
    expect(log.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(program.stderr().toLowerCase()).not.toContain(secret.toLowerCase());
  }
  expect(await program.interrupt()).toEqual({ code: 0, signal: null });
  const again = await startProgram({ dataDir, env });
  expect(expectStatus(await confirm(again.url), 200).body).toEqual(renewed);
  expect(await again.interrupt()).toEqual({ code: 0, signal: null });
  await smtp.close();
}, 180_000);
