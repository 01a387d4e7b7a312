import { ConfigRefused } from './ConfigRefused.ts';

export interface MailSettings {
  readonly smtpUrl: string;
  readonly from: string;
  /** Whether mail is sent over TLS only. */
  readonly tls: boolean;
}

export interface MailEnvironment {
  readonly SMTP_URL?: string | undefined;
  readonly SMTP_TLS?: 'required' | 'off' | undefined;
  readonly MAIL_FROM?: string | undefined;
}

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Required unless the mail server is on this machine. Throws {@link ConfigRefused}. */
export const readMail = ({ SMTP_URL, SMTP_TLS, MAIL_FROM }: MailEnvironment): MailSettings | undefined => {
  if (SMTP_URL === undefined) {
    if (SMTP_TLS !== undefined) throw new ConfigRefused('SMTP_URL: must be set when SMTP_TLS is');
    return undefined;
  }
  if (MAIL_FROM === undefined) throw new ConfigRefused('MAIL_FROM: must be set when SMTP_URL is');
  const usual = loopback.test(new URL(SMTP_URL).hostname) ? 'off' : 'required';
  return { smtpUrl: SMTP_URL, from: MAIL_FROM, tls: (SMTP_TLS ?? usual) === 'required' };
};
