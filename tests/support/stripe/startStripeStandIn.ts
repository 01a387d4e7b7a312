/**
 * A server that speaks as much of Stripe's HTTP as the adapter uses: keys of the account, form bodies, idempotency keys
 * with their replays, errors, and faults on demand. What payments are is StripePaymentsState's business.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type Form, type Reply, StripePaymentsState, standInTokens } from './StripePaymentsState.ts';

/** Of the next request that changes something, once. */
export type Fault =
  /** Acts, then closes the connection instead of answering. */
  | 'lose-answer'
  /** Answers 500 without having acted, and goes on doing so under that key. */
  | 'server-error'
  | 'rate-limit';

interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly form: Form;
}

export interface StripeStandIn {
  /** For the adapter's `apiBase`. */
  readonly url: string;
  readonly apiKey: string;
  readonly state: StripePaymentsState;
  /** In the order of their coming; the oldest are forgotten. */
  readonly requests: readonly SeenRequest[];
  inject(fault: Fault): void;
  /** Forgets idempotency keys, as Stripe does after a day. */
  forgetKeys(): void;
  close(): Promise<void>;
}

export interface StripeStandInOptions {
  readonly nowMs?: () => number;
  /** 0 takes a free one. */
  readonly port?: number;
  /** How long each answer takes, after it was acted. */
  readonly answersAfterMs?: number;
}

interface Remembered {
  readonly request: string;
  /** Undefined while the request is at work. */
  reply?: Reply;
  calls: number;
}

const apiKey = 'sk_test_of_the_stand_in';
const bodyBytesMax = 65_536;
const requestsKept = 1_000;
const unansweredCalls = 2;

const failure = (status: number, error: Record<string, string>): Reply => ({
  status,
  body: { error: { message: 'said by the stand-in', ...error } },
});

const readForm = async (request: IncomingMessage, search: URLSearchParams): Promise<Form> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const part: Buffer = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > bodyBytesMax) throw new Error('the body is too large');
    chunks.push(part);
  }
  return new Map([...search, ...new URLSearchParams(Buffer.concat(chunks).toString('utf8'))]);
};

const send = (response: ServerResponse, { status, body }: Reply, headers: Record<string, string>): void => {
  response.writeHead(status, {
    'content-type': 'application/json',
    'request-id': 'req_stand_in',
    ...headers,
  });
  response.end(JSON.stringify(body));
};

export const startStripeStandIn = async ({
  nowMs = Date.now,
  port = 0,
  answersAfterMs = 0,
}: StripeStandInOptions = {}): Promise<StripeStandIn> => {
  const state = new StripePaymentsState(nowMs);
  const remembered = new Map<string, Remembered>();
  const requests: SeenRequest[] = [];
  const faults: Fault[] = [];
  const notFound = failure(404, { type: 'invalid_request_error', code: 'url_invalid' });

  const actOnce = async (
    seen: SeenRequest,
    fault: Fault | undefined,
  ): Promise<[Reply, replayed: boolean]> => {
    const { key, method, path, form } = seen;
    if (key === undefined) return [state.answer(method, path, form) ?? notFound, false];
    const request = JSON.stringify([method, path, ...form]);
    const before = remembered.get(key);
    if (before !== undefined) {
      before.calls += 1;
      if (before.request !== request) return [failure(400, { type: 'idempotency_error' }), false];
      const inUse = { type: 'idempotency_error', code: 'idempotency_key_in_use' };
      return before.reply === undefined ? [failure(409, inUse), false] : [before.reply, true];
    }
    const entry: Remembered = { request, calls: 1 };
    remembered.set(key, entry);
    // Others with the same key may come in meanwhile, as they may at Stripe.
    await new Promise((resolve) => setImmediate(resolve));
    const reply =
      fault === 'server-error'
        ? failure(500, { type: 'api_error' })
        : (state.answer(method, path, form) ?? notFound);
    entry.reply = reply;
    if (reply.unsaved) remembered.delete(key);
    return [reply, false];
  };

  const seenOf = async (request: IncomingMessage): Promise<SeenRequest> => {
    const { method = '', url = '/', headers } = request;
    const { pathname, searchParams } = new URL(url, 'http://stand-in');
    const header = headers['idempotency-key'];
    const key = typeof header === 'string' ? header : undefined;
    const seen = { method, path: pathname, key, form: await readForm(request, searchParams) };
    requests.push(seen);
    if (requests.length > requestsKept) requests.shift();
    return seen;
  };

  /** Silence: the connection stays open, and nothing comes. */
  const isSilent = ({ key, form }: SeenRequest): boolean =>
    form.get('payment_method') === standInTokens.unanswered &&
    (remembered.get(key ?? '')?.calls ?? 0) <= unansweredCalls;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await seenOf(request);
    if (request.headers.authorization !== `Bearer ${apiKey}`)
      return send(response, failure(401, { type: 'invalid_request_error' }), {});
    const fault = seen.method === 'POST' ? faults.shift() : undefined;
    if (fault === 'rate-limit')
      return send(response, failure(429, { type: 'invalid_request_error', code: 'rate_limit' }), {});
    const [reply, replayed] = await actOnce(seen, fault);
    if (fault === 'lose-answer') return void request.socket.destroy();
    if (isSilent(seen)) return;
    if (answersAfterMs > 0) await pause(answersAfterMs);
    send(response, reply, replayed ? { 'idempotent-replayed': 'true' } : {});
  };

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    apiKey,
    state,
    requests,
    inject: (fault) => faults.push(fault),
    forgetKeys: () => remembered.clear(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
