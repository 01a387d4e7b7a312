/** Messages as e-mail over SMTP. An error carries codes only: a mail server's text may contain a person's address. */
import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { type Message, MessageRefused, type Notifier, NotifierUnavailable } from '../../ports/Notifier.ts';

export interface SmtpNotifierOptions {
  /** `smtp://user:password@host:587` (TLS when the server offers it) or `smtps://…:465`. */
  readonly url: string;
  /** `tickets@example.org` or `Marquee <tickets@example.org>`. */
  readonly from: string;
  readonly timeouts?: Partial<Record<keyof typeof smtpTimeouts, number>>;
}

export const smtpTimeouts = {
  dnsMs: 5_000,
  connectMs: 5_000,
  greetingMs: 10_000,
  /** Without a byte from the server. */
  silenceMs: 20_000,
  /** For one message, whatever the server does. */
  messageMs: 60_000,
} as const;

/** The address or the sender of the settings cannot be used; the message says which. */
export class UnusableMailSettings extends Error {
  override readonly name = 'UnusableMailSettings';
}

const headerCharsMax = 250;
const addressCharsMax = 254;
/** One mailbox and nothing around it: what a header or an envelope could take for more is no address. */
const addressPattern = /^[^\s\p{C}<>()[\]\\,;:"@]+@[^\s\p{C}<>()[\]\\,;:"@]+$/u;
const plainId = /^[A-Za-z0-9._-]{1,200}$/;

/** Line breaks and other control characters become a space: a header is one line. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, headerCharsMax);

const domainOf = (from: string): string => {
  const [, domain] = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from) ?? [];
  if (domain === undefined || /[\p{C}]/u.test(from)) {
    throw new UnusableMailSettings('the sender of mail has no address such as tickets@example.org');
  }
  return domain;
};

/** The same for every try of a message: a receiver that has it already can tell. */
const mailIdOf = (id: string, domain: string): string =>
  `<${plainId.test(id) ? id : createHash('sha256').update(id).digest('hex')}@${domain}>`;

const fieldOf = (error: unknown, field: string): unknown =>
  error !== null && typeof error === 'object' && field in error ? Reflect.get(error, field) : undefined;

/** Errors of the library carry the server's words, which name addresses; so only their codes go on, without cause. */
const failureOf = (error: unknown): NotifierUnavailable | MessageRefused => {
  const code = String(fieldOf(error, 'code') ?? 'unknown');
  const reply = fieldOf(error, 'responseCode');
  const command = String(fieldOf(error, 'command') ?? '');
  const answer = typeof reply === 'number' ? `${reply} to ${command || 'the connection'}` : 'nothing';
  const permanent = fieldOf(error, 'permanent') === true;
  // A sender or login that is refused is a fault of the settings, which can be corrected.
  const ofTheMessage = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM';
  return permanent && ofTheMessage
    ? new MessageRefused(`the mail server refused the message: ${answer}`)
    : new NotifierUnavailable(`the mail server did not take the message: ${code}, it answered ${answer}`);
};

/** Connects for each message. Throws {@link UnusableMailSettings}. */
export const openSmtpNotifier = ({ url, from, timeouts: changed }: SmtpNotifierOptions): Notifier => {
  const timeouts = { ...smtpTimeouts, ...changed };
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UnusableMailSettings('the mail server is not given as smtp:// or smtps://');
  }
  const domain = domainOf(from);
  const transport = createTransport({
    url,
    dnsTimeout: timeouts.dnsMs,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    // Nothing of a message may make the library read a file or open a connection.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const closing = new AbortController();

  const mailOf = ({ id, to, subject, text, attachments }: Message) => ({
    from,
    to: { name: oneLine(to.name), address: to.email },
    subject: oneLine(subject),
    text,
    messageId: mailIdOf(id, domain),
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: attachments.map(({ filename, contentType, content }) => ({
      filename: oneLine(filename),
      contentType,
      content: Buffer.from(content),
    })),
    signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeouts.messageMs)]),
  });

  return {
    send: async (message) => {
      const { email } = message.to;
      if (email.length > addressCharsMax || !addressPattern.test(email)) {
        throw new MessageRefused('the recipient has no address that mail can be sent to');
      }
      try {
        await transport.sendMail(mailOf(message));
      } catch (error) {
        throw failureOf(error);
      }
    },
    close: async () => {
      closing.abort();
      transport.close();
    },
  };
};
