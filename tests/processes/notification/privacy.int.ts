/**
 * Nobody's name, address or number is anywhere but in their mail: event log, program log and read models are searched
 * for all that was ever told, while mail goes out over a mail server that answers with people's addresses.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSmtpNotifier } from '../../../src/adapters/smtp/openSmtpNotifier.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';
import { cancelled, refundIssued } from '../../support/bookings.ts';
import { startTestSmtp } from '../../support/smtp.ts';
import { openStage, type Stage } from './stage.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.close());

const people = [
  'Zoë Quintanilla',
  'Björn Ångström-Håkansson',
  '王小明',
  'O’Brien "Bob" <b@b>',
  'Xénia\r\nDoubrovska',
].map((name, place) => ({
  name,
  email: `person${place}.private@mailbox${place}.example`,
  phone: `+351 21${place} 765 432`,
}));
/** Whole and in parts, as text and as JSON writes it. */
const told = people.flatMap(({ name, email, phone }) => {
  const parts = [name, ...name.split(/\s+/), email, ...email.split('@'), phone, phone.slice(-7)];
  return parts.filter((part) => part.length > 2).flatMap((part) => [part, JSON.stringify(part).slice(1, -1)]);
});

const everythingHeld = async (stage: Stage): Promise<string> => {
  const { events } = await stage.events.readAll(positionStart, { maxCount: 10_000 });
  const rows = await database.sql('select to_jsonb(messages) as row from outbox_v4.messages');
  return `${JSON.stringify(events)}${JSON.stringify(rows)}${stage.logged()}`;
};
const found = (text: string) => told.filter((part) => text.includes(part));

/** Everything that mails can be about, with trouble on the way, and one customer erased. */
const live = async (stage: Stage, trouble: (on: boolean) => void): Promise<void> => {
  const bookings = people.map((person) => ({ person, bookingId: randomUUID(), customerId: randomUUID() }));
  for (const { person, bookingId, customerId } of bookings) await stage.book(bookingId, customerId, person);
  trouble(true);
  await stage.pass();
  trouble(false);
  await stage.settleAll();
  for (const { bookingId } of bookings) await stage.happened(bookingId, cancelled(), refundIssued());
  await stage.keyStore.destroy(bookings[0]?.customerId ?? '');
  await stage.settleAll();
};

it('with mail over SMTP', async () => {
  const server = await startTestSmtp();
  const notifier = openSmtpNotifier({ url: server.url, from: 'tickets@cinema.example' });
  const stage = await openStage({ readStore: database.openReadStore(), notifier });
  try {
    await live(stage, (on) => {
      if (on)
        server.replies.set('RCPT', `450 4.2.1 ${people.map(({ email }) => `<${email}>`).join(' ')} later`);
      else server.replies.clear();
    });
    // Three each, but for the one who was erased after the first; and the search does find what is there.
    expect(server.received).toHaveLength(3 * people.length - 2);
    expect(found(server.received.map(({ to }) => to.join()).join()).length).toBeGreaterThan(people.length);
    expect(stage.logged()).toContain('a message could not be sent');
    expect(found(await everythingHeld(stage))).toEqual([]);
  } finally {
    await notifier.close();
    await stage.close();
    await server.close();
  }
});
