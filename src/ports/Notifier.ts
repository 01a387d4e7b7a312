/** Sends a message to a person. Adapters: a log line (no personal data in it) and SMTP. */

export interface Message {
  /** One per cause, 1 to 200 characters: the same id is never delivered twice by an adapter that can tell. */
  readonly id: string;
  /** With the id, all that may be said of the message in a log. */
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

/** It may not have gone out; send it again with the same id. The error's text names no person and no address. */
export class NotifierUnavailable extends Error {
  override readonly name = 'NotifierUnavailable';
}

/** It will never be taken as it is, such as for an address that is none. The error's text names no person. */
export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
}

export interface Notifier {
  /** Resolves once the next station has taken it. Throws {@link NotifierUnavailable} or {@link MessageRefused}. */
  send(message: Message): Promise<void>;
  /** Cuts off what is under way: it may have gone out or not. Repeating it does nothing. */
  close(): Promise<void>;
}
