/** What every notifier must do, as one suite that each adapter's tests run. Nothing of one adapter enters. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Message, Notifier } from '../../src/ports/Notifier.ts';

export interface OpenedNotifier {
  readonly notifier: Notifier;
  /** What was said in the program's log. */
  logged(): string;
  close(): Promise<void>;
}

export const ticket = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0, 13, 10, 46, 13, 10, 255]);

export const messageWith = (changes: Partial<Message> = {}): Message => ({
  id: '01900000-0000-7000-8000-000000000001.4',
  kind: 'booking-confirmed',
  to: { name: 'Zoë Quintanilla', email: 'zoe.q@example.org' },
  subject: 'Your tickets for Amélie',
  text: 'Hello Zoë,\n\nyour seats are A1 and A2.\n.\n',
  attachments: [{ filename: 'ticket.pdf', contentType: 'application/pdf', content: ticket }],
  ...changes,
});

export const notifierContract = (name: string, open: () => Promise<OpenedNotifier>): void => {
  describe(`${name} keeps the notifier's contract:`, () => {
    let opened: OpenedNotifier;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => {
      await opened.notifier.close();
      await opened.close();
    });

    it('takes a message, and the same again', async () => {
      await opened.notifier.send(messageWith());
      await opened.notifier.send(messageWith());
      await opened.notifier.send(messageWith({ attachments: [] }));
    });

    it('takes many at once', async () => {
      const messages = Array.from({ length: 20 }, (_, place) => messageWith({ id: `many.${place}` }));
      await Promise.all(messages.map((message) => opened.notifier.send(message)));
    });

    it('says nothing in the log of who it is for and what it says', async () => {
      await opened.notifier.send(messageWith());
      for (const part of ['Zo', 'Quintanilla', 'example.org', 'Amélie', 'seats', 'A1']) {
        expect(opened.logged()).not.toContain(part);
      }
    });
  });
};
