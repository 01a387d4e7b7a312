/** Sends a message to a person. Adapters: a log line (no personal data in it) and SMTP. */

export interface Message {
  /** One per cause: the same id is never delivered twice by an adapter that can tell. */
  readonly id: string;
  readonly to: { readonly name: string; readonly email: string };
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly content: Uint8Array;
  }[];
}

/** It may not have gone out; send it again with the same id. */
export class NotifierUnavailable extends Error {
  override readonly name = 'NotifierUnavailable';
}

export interface Notifier {
  /** Resolves once the next station has taken it. Throws {@link NotifierUnavailable}. */
  send(message: Message): Promise<void>;
  close(): Promise<void>;
}
