/** Mail over a real socket to a mail server of the test's own: what arrives, and what goes wrong. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  openSmtpNotifier,
  smtpTimeouts,
  UnusableMailSettings,
} from '../../../src/adapters/smtp/openSmtpNotifier.ts';
import { MessageRefused, type Notifier, NotifierUnavailable } from '../../../src/ports/Notifier.ts';
import { messageWith, notifierContract, ticket } from '../../contracts/notifierContract.ts';
import { startTestSmtp, type TestSmtp } from '../../support/smtp.ts';

const from = 'Marquee <tickets@cinema.example>';

notifierContract('SMTP', async () => {
  const server = await startTestSmtp();
  return {
    notifier: openSmtpNotifier({ url: server.url, from }),
    // It has no logger at all.
    logged: () => '',
    close: () => server.close(),
  };
});

let server: TestSmtp;
let notifier: Notifier;
beforeEach(async () => {
  server = await startTestSmtp();
  notifier = openSmtpNotifier({ url: server.url, from });
});
afterEach(async () => {
  await notifier.close();
  await server.close();
});

/** Names and values of the headers of a mail's first part, folded lines joined. */
const headersOf = (data: string): readonly (readonly [string, string])[] => {
  const head = data.slice(0, data.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  return head.split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
};
const headerOf = (data: string, name: string): string | undefined =>
  headersOf(data).find(([each]) => each === name)?.[1];

describe('a mail', () => {
  it('arrives with text, sender, recipient and ticket, and an id that stays the same', async () => {
    const message = messageWith();
    await notifier.send(message);
    await notifier.send(message);
    const [first, second] = server.received;
    if (first === undefined || second === undefined) throw new Error('no mail came');
    expect([first.from, first.to]).toEqual(['tickets@cinema.example', ['zoe.q@example.org']]);
    expect(headerOf(first.data, 'Message-ID')).toBe(`<${message.id}@cinema.example>`);
    expect(headerOf(second.data, 'Message-ID')).toBe(`<${message.id}@cinema.example>`);
    expect(headerOf(first.data, 'From')).toBe(from);
    expect(headerOf(first.data, 'Auto-Submitted')).toBe('auto-generated');
    expect(first.data).toContain('your seats are A1 and A2.');
    expect(first.data).toMatch(/Content-Type: application\/pdf; name=ticket\.pdf/);
    expect(first.data.replaceAll('\r\n', '')).toContain(Buffer.from(ticket).toString('base64'));
  });

  it('keeps an id of odd letters to one header and one value', async () => {
    await notifier.send(messageWith({ id: 'a>\r\nBcc: x@y.z' }));
    expect(headerOf(server.received[0]?.data ?? '', 'Message-ID')).toMatch(
      /^<[0-9a-f]{64}@cinema\.example>$/,
    );
  });

  it.each([
    ['name', messageWith({ to: { name: 'Eve\r\nBcc: spy@evil.example\r\n', email: 'eve@example.org' } })],
    ['quoted name', messageWith({ to: { name: 'a" <x@y.z>, "b', email: 'eve@example.org' } })],
    ['subject', messageWith({ subject: 'Hi\r\nBcc: spy@evil.example\r\n\r\nbody\u2028' })],
    [
      'file name',
      messageWith({
        attachments: [
          { filename: 'a\r\nX-Evil: 1\r\n.pdf', contentType: 'application/pdf', content: ticket },
        ],
      }),
    ],
  ])('cannot be given headers or recipients through its %s', async (_where, message) => {
    await notifier.send(message);
    const [mail] = server.received;
    expect(mail?.to).toEqual([message.to.email]);
    const names = headersOf(mail?.data ?? '').map(([name]) => name);
    const expected = [
      'From',
      'To',
      'Subject',
      'Message-ID',
      'Auto-Submitted',
      'Date',
      'MIME-Version',
      'Content-Type',
    ];
    expect(names.toSorted()).toEqual(expected.toSorted());
    expect(server.lines.filter((line) => /^(Bcc|X-Evil|RCPT TO:<(spy|x@))/i.test(line))).toEqual([]);
  });

  it.each([
    'eve@example.org\r\nRCPT TO:<spy@evil.example>',
    'eve@example.org, spy@evil.example',
    'Eve <eve@example.org>',
    'eve',
    'a@b@c',
    '',
    `${'e'.repeat(250)}@example.org`,
  ])('is refused for what is not one address: %s', async (email) => {
    await expect(notifier.send(messageWith({ to: { name: 'Eve', email } }))).rejects.toThrow(MessageRefused);
    expect(server.lines).toEqual([]);
  });
});

describe('a mail server that says no', () => {
  const refuse = async (command: string, reply: string): Promise<unknown> => {
    server.replies.set(command, reply);
    return notifier.send(messageWith()).catch((error: unknown) => error);
  };

  it.each([
    ['RCPT', '550 5.1.1 <zoe.q@example.org> unknown', MessageRefused],
    ['RCPT', '450 4.2.1 <zoe.q@example.org> try later', NotifierUnavailable],
    ['END', '554 5.7.1 no', MessageRefused],
    ['END', '451 4.3.0 zoe.q@example.org later', NotifierUnavailable],
    ['MAIL', '550 5.7.1 sender unknown', NotifierUnavailable],
    ['GREETING', '554 go away', NotifierUnavailable],
    ['GREETING', 'drop', NotifierUnavailable],
    ['END', 'drop', NotifierUnavailable],
  ] as const)('%s %s is told as what it means, without naming anybody', async (command, reply, kind) => {
    const error = await refuse(command, reply);
    expect(error).toBeInstanceOf(kind);
    if (!(error instanceof Error)) return;
    expect(`${error.stack} ${String(error.cause)}`).not.toMatch(/zoe|example\.org/i);
    server.replies.clear();
    await notifier.send(messageWith());
    expect(server.received.length).toBeGreaterThan(0);
  });

  it('never makes a sender wait for ever', async () => {
    expect(smtpTimeouts.messageMs).toBeLessThanOrEqual(60_000);
    server.replies.set('END', 'silence');
    const hasty = openSmtpNotifier({ url: server.url, from, timeouts: { messageMs: 300 } });
    await expect(hasty.send(messageWith())).rejects.toThrow(NotifierUnavailable);
    server.replies.set('GREETING', 'silence');
    const impatient = openSmtpNotifier({ url: server.url, from, timeouts: { greetingMs: 200 } });
    await expect(impatient.send(messageWith())).rejects.toThrow(NotifierUnavailable);
    await Promise.all([hasty.close(), impatient.close()]);
  });

  it('is away when nothing listens', async () => {
    await server.close();
    await expect(notifier.send(messageWith())).rejects.toThrow(NotifierUnavailable);
  });
});

it.each([
  ['http://mail.example', from],
  ['mail.example:25', from],
  ['smtp://127.0.0.1', 'nobody'],
  ['smtp://127.0.0.1', 'a@b.c\r\nBcc: x@y.z'],
])('refuses settings that cannot work: %s, %s', (url, sender) => {
  expect(() => openSmtpNotifier({ url, from: sender })).toThrow(UnusableMailSettings);
});

it.each([
  ['that refuses it', '502 not implemented'],
  ['that promises it and goes silent', '220 go ahead'],
])('says nothing of a message, where TLS is required, to a server %s', async (_what, reply) => {
  server.replies.set('STAR', reply);
  const timeouts = { connectMs: 300, greetingMs: 300, silenceMs: 300 };
  const strict = openSmtpNotifier({ url: server.url, from, requireTls: true, timeouts });
  await expect(strict.send(messageWith())).rejects.toThrow(NotifierUnavailable);
  expect(server.lines).toContain('STARTTLS');
  expect(server.lines.some((line) => /^(MAIL|RCPT|DATA)/.test(line))).toBe(false);
  expect(server.received).toEqual([]);
  await strict.close();
});
