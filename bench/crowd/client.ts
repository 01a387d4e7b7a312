/** Clients at addresses of their own, behind what the program takes for a proxy. */
import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answered {
  readonly status: number;
  readonly session: string | undefined;
  readonly json: Readonly<Record<string, unknown>>;
}

export interface Client {
  /** Rejects when the connection ends first. */
  ask(asked: Asked): Promise<Answered>;
  /** Leaves the answer open; gives its status. */
  open(asked: Asked): Promise<number>;
  close(): void;
}

const isJson = /[/+]json/;

export const openClient = (port: number, connectionsMax: number): Client => {
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsMax });
  const streams = new Set<IncomingMessage>();

  const send = (
    { method, path, address, headers = {}, body }: Asked,
    own?: Agent,
  ): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const content = body === undefined ? {} : { 'content-type': 'application/json' };
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const sent = request({
        ...{ host: '127.0.0.1', port, method, path, agent: own ?? false },
        headers: { 'x-forwarded-for': address, ...content, ...length, ...headers },
      });
      sent.once('response', resolve);
      sent.once('error', reject);
      sent.end(body);
    });

  return {
    ask: async (asked) => {
      const answer = await send(asked, agent);
      const session = answer.headers['guest-session'];
      const body = await text(answer);
      const json = isJson.test(answer.headers['content-type'] ?? '') ? JSON.parse(body) : {};
      return {
        status: answer.statusCode ?? 0,
        session: typeof session === 'string' ? session : undefined,
        json: Object(json),
      };
    },
    open: async (asked) => {
      const answer = await send(asked);
      streams.add(answer);
      answer.on('error', () => undefined).on('close', () => streams.delete(answer));
      answer.resume();
      return answer.statusCode ?? 0;
    },
    close: () => {
      for (const stream of streams) stream.destroy();
      agent.destroy();
    },
  };
};
