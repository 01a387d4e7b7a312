import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import { type Message, MessageRefused, type Notifier, NotifierUnavailable } from '../../ports/Notifier.ts';

export interface SmtpNotifierOptions {
  /** `smtp://user:password@host:587` (STARTTLS if offered) or `smtps://…:465`. */
  readonly url: string;
  /** Whether nothing is said to a server that offers no STARTTLS. */
  readonly requireTls?: boolean;
  readonly from: string;
  readonly timeouts?: Partial<Record<keyof typeof smtpTimeouts, number>>;
}

export const smtpTimeouts = {
  dnsMs: 5_000,
  connectMs: 5_000,
  greetingMs: 10_000,
  silenceMs: 20_000,
  messageMs: 60_000,
} as const;

/** The message names the setting. */
export class UnusableMailSettings extends Error {
  override readonly name = 'UnusableMailSettings';
}

const headerCharsMax = 250;
const addressCharsMax = 254;
/** One plain address: nothing that a header or envelope could read as more. */
const addressPattern = /^[^\s\p{C}<>()[\]\\,;:"@]+@[^\s\p{C}<>()[\]\\,;:"@]+$/u;
const plainId = /^[A-Za-z0-9._-]{1,200}$/;

/** Line breaks would start another header. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, headerCharsMax);

const domainOf = (from: string): string => {
  const [, domain] = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from) ?? [];
  if (domain === undefined || /[\p{C}]/u.test(from)) {
    throw new UnusableMailSettings('MAIL_FROM: has no address such as tickets@example.org');
  }
  return domain;
};

/** The same for every attempt, so that receivers can drop repetitions. */
const mailIdOf = (id: string, domain: string): string =>
  `<${plainId.test(id) ? id : createHash('sha256').update(id).digest('hex')}@${domain}>`;

const fieldOf = (error: unknown, field: string): unknown =>
  error !== null && typeof error === 'object' && field in error ? Reflect.get(error, field) : undefined;

/** The server's text may contain addresses, so only codes are kept, without cause. */
const failureOf = (error: unknown): NotifierUnavailable | MessageRefused => {
  const code = String(fieldOf(error, 'code') ?? 'unknown');
  const reply = fieldOf(error, 'responseCode');
  const command = String(fieldOf(error, 'command') ?? '');
  const answer = typeof reply === 'number' ? `${reply} to ${command || 'the connection'}` : 'nothing';
  const permanent = fieldOf(error, 'permanent') === true;
  // A refused sender or login is a fault of the settings, not of the message.
  const ofTheMessage = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'MAIL FROM';
  return permanent && ofTheMessage
    ? new MessageRefused(`the mail server refused the message: ${answer}`)
    : new NotifierUnavailable(`the mail server did not take the message: ${code}, it answered ${answer}`);
};

export const openSmtpNotifier = (options: SmtpNotifierOptions): Notifier => {
  const { url, from, requireTls = false, timeouts: changed } = options;
  const timeouts = { ...smtpTimeouts, ...changed };
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url)) {
    throw new UnusableMailSettings('SMTP_URL: must be an smtp:// or smtps:// URL');
  }
  const domain = domainOf(from);
  const transport = createTransport({
    url,
    requireTLS: requireTls,
    dnsTimeout: timeouts.dnsMs,
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    // A message must not make the library read files or URLs.
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
