/** A mail server that never answers: the program stops all the same, and the mail goes out after the next start, once. */
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, startProgram } from '../support/program.ts';
import { startTestSmtp } from '../support/smtp.ts';
import { expectStatus } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import { readLog } from './support/log.ts';
import { holdSeats, orderFor, pay } from './support/sales.ts';

/** Four seconds for the mail, and what the rest of a stop takes on a busy machine. */
const stopWithinMs = 15_000;

afterAll(cleanUp);

it('stops within seconds while a mail hangs, and sends that mail after the next start, once', async () => {
  const smtp = await startTestSmtp();
  const dataDir = await dataFolder();
  const env = { SMTP_URL: smtp.url, MAIL_FROM: 'tickets@example.org' };
  smtp.replies.set('MAIL', 'silence');
  const program = await startProgram({ dataDir, env });
  const admin = await makeToken(dataDir, 'admin');
  const cinema = await openCinema(program.url, admin);
  const order = orderFor(await holdSeats(program.url, cinema.showtimeId, ['A1']), 'tok_ok');
  expectStatus(await pay(program.url, order), 201);
  await eventually(() => expect(smtp.lines.some((line) => line.startsWith('MAIL'))).toBe(true), 20_000);
  expect(await program.interrupt(stopWithinMs)).toEqual({ code: 0, signal: null });
  expect(program.told()).toEqual([]);

  smtp.replies.clear();
  const again = await startProgram({ dataDir, env });
  await eventually(async () => {
    expect(await readLog(again.url, admin, 'type=NotificationSent')).toHaveLength(1);
  }, 20_000);
  expect(smtp.received).toHaveLength(1);
  expect(await again.interrupt()).toEqual({ code: 0, signal: null });
  await smtp.close();
});
