export interface Message {
  /** 1 to 200 characters. SMTP sends it as Message-ID, by which mail servers drop repetitions. */
  readonly id: string;
  /** May be logged, as the id may; the other fields are personal data. */
  readonly kind: string;
  readonly to: { readonly name: string; readonly email: string };
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: Uint8Array;
  }[];
}

/** It may have been sent; send it again with the same id. The error's text holds no personal data. */
export class NotifierUnavailable extends Error {
  override readonly name = 'NotifierUnavailable';
}

/** It can never be sent as it is, such as for an invalid address. The error's text holds no personal data. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
}

export interface Notifier {
  /** Resolves once the mail server has accepted it. Throws {@link NotifierUnavailable} or {@link MessageRefused}. */
  send(message: Message): Promise<void>;
  /** Aborts a call under way, whose message may have been sent. Idempotent. */
  close(): Promise<void>;
}
