/** A customer signs in with the code of a real mail, finds the bookings made before, and stays signed in over a restart. */
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, startProgram } from '../support/program.ts';
import { startTestSmtp } from '../support/smtp.ts';
import { call, expectStatus, list, problemOf, text } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import { readLog } from './support/log.ts';
import { holdSeats, orderFor, pay } from './support/sales.ts';

afterAll(cleanUp);

it('signs in with the code of the mail, and says nothing secret in log and output', async () => {
  const smtp = await startTestSmtp();
  const dataDir = await dataFolder();
  const env = { SMTP_URL: smtp.url, MAIL_FROM: 'tickets@example.org' };
  const program = await startProgram({ dataDir, env });
  const admin = await makeToken(dataDir, 'admin');
  const cinema = await openCinema(program.url, admin);
  const order = orderFor(await holdSeats(program.url, cinema.showtimeId, ['A1']), 'tok_ok');
  const sold = expectStatus(await pay(program.url, order), 201).body;
  const { email } = Object(order.body).customer as { email: string };

  const body = { email };
  expectStatus(await call(program.url, 'POST', '/v1/sign-in/email', { body }), 202);
  const mail = await eventually(() => {
    const found = smtp.received.find(({ data }) => /sign-in code/.test(data));
    if (found === undefined) throw new Error('no mail with a code yet');
    return found;
  }, 30_000);
  expect(mail.to).toEqual([email.toLowerCase()]);
  const code = /^[0-9]{8}$/m.exec(mail.data.replaceAll('\r', ''))?.[0] ?? '';
  const confirmed = await call(program.url, 'POST', '/v1/sign-in/email/confirm', { body: { email, code } });
  const { accessToken, refreshToken, expiresAt, customerId } = expectStatus(confirmed, 200).body;
  const token = text(accessToken);
  expect(Date.parse(text(expiresAt))).toBeGreaterThan(Date.now());
  const mine = await eventually(async () => {
    const found = list(
      expectStatus(await call(program.url, 'GET', '/v1/me/bookings', { token }), 200).body.items,
    );
    if (found.length === 0) throw new Error('the list of bookings is behind');
    return found;
  }, 30_000);
  expect(mine.map(({ bookingId }) => bookingId)).toEqual([sold.bookingId]);

  const log = JSON.stringify(await readLog(program.url, admin, ''));
  expect(log).toContain('SignInConfirmed');
  expect(await program.interrupt()).toEqual({ code: 0, signal: null });
  const said = program.stdout() + program.stderr();
  for (const secret of [code, email, token, text(refreshToken)]) {
    expect(log.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(said.toLowerCase()).not.toContain(secret.toLowerCase());
  }

  const again = await startProgram({ dataDir, env });
  const refreshing = { body: { refreshToken } };
  const next = expectStatus(await call(again.url, 'POST', '/v1/sessions/refresh', refreshing), 200).body;
  expect(next.customerId).toBe(customerId);
  const me = expectStatus(await call(again.url, 'GET', '/v1/me', { token: text(next.accessToken) }), 200);
  expect(me.body).toEqual({ customerId, roles: ['customer'], theaterIds: [] });
  const sessions = await call(again.url, 'GET', '/v1/me/sessions', { token: text(next.accessToken) });
  const [session] = list(expectStatus(sessions, 200).body.items);
  const where = `/v1/me/sessions/${text(session?.id)}`;
  expectStatus(await call(again.url, 'DELETE', where, { token: text(next.accessToken) }), 204);
  expect(problemOf(await call(again.url, 'POST', '/v1/sessions/refresh', refreshing))).toBe('sign-in-again');
  expect(await again.interrupt()).toEqual({ code: 0, signal: null });
  await smtp.close();
}, 180_000);
