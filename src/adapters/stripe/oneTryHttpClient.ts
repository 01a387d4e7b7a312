/** Stripe's HTTP client without retries: an error of the second attempt would hide that the first may have arrived. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import Stripe from 'stripe';

/** `sent`: whether the request may have arrived. */
export class ConnectionFailed extends Error {
  override readonly name = 'ConnectionFailed';
  readonly sent: boolean;
  /** Such as ECONNREFUSED. */
  readonly systemCode: string;
  constructor(message: string, options: { readonly sent: boolean; readonly cause: unknown }) {
    const { sent, cause } = options;
    super(message, { cause });
    this.sent = sent;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    this.systemCode = /^E[A-Z_0-9]{1,30}$/.test(code) ? code : 'unknown';
  }
}

/** System calls before the connection is established. */
const beforeSending = new Set(['connect', 'getaddrinfo', 'queryA', 'queryAaaa']);

const isBeforeSending = (error: unknown): boolean => {
  // One error per address.
  if (error instanceof AggregateError) return error.errors.every(isBeforeSending);
  return (
    error instanceof Error &&
    'syscall' in error &&
    typeof error.syscall === 'string' &&
    beforeSending.has(error.syscall)
  );
};

export interface OneTryHttpClient {
  readonly client: NonNullable<Stripe.StripeConfig['httpClient']>;
  close(): void;
}

export const oneTryHttpClient = (protocol: 'http' | 'https', connectionsMax: number): OneTryHttpClient => {
  const options = { keepAlive: true, maxSockets: connectionsMax };
  const agent = protocol === 'http' ? new HttpAgent(options) : new HttpsAgent(options);
  const client = Stripe.createNodeHttpClient(agent);
  return {
    client: {
      getClientName: () => client.getClientName(),
      makeRequest: async (...request: Parameters<typeof client.makeRequest>) => {
        try {
          return await client.makeRequest(...request);
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          throw new ConnectionFailed(message, { sent: !isBeforeSending(error), cause: error });
        }
      },
    },
    close: () => agent.destroy(),
  };
};
