/** Cloudflare's siteverify as it is documented: a token is good once, for five minutes, and for what it was made for. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const turnstileSecret = '1x0000000000000000000000000000000AA';

export type TurnstileMood = 'up' | 'silent' | 'broken' | 'internal-error';

export const startTurnstile = async () => {
  const tokens = new Map<string, { readonly action: unknown; readonly cdata: unknown }>();
  let mood: TurnstileMood = 'up';
  let requests = 0;

  const verdictOf = (given: Record<string, unknown>): object => {
    const no = (code: string) => ({ success: false, 'error-codes': [code], messages: [] });
    const { secret, response } = given;
    if (mood === 'internal-error') return no('internal-error');
    if (typeof secret !== 'string') return no('missing-input-secret');
    if (secret !== turnstileSecret) return no('invalid-input-secret');
    if (typeof response !== 'string' || response === '') return no('missing-input-response');
    if (!response.startsWith('0.')) return no('invalid-input-response');
    const made = tokens.get(response);
    if (made === undefined) return no('timeout-or-duplicate');
    tokens.delete(response);
    return {
      success: true,
      'error-codes': [],
      challenge_ts: new Date().toISOString(),
      hostname: 'tickets.example.org',
      ...made,
      metadata: { interactive: false },
    };
  };

  const server = createServer(async (request, response) => {
    requests += 1;
    if (mood === 'silent') return;
    if (mood === 'broken' || request.method !== 'POST' || request.url !== '/turnstile/v0/siteverify') {
      response.writeHead(mood === 'broken' ? 502 : 404, { 'content-type': 'text/html' }).end('<html>');
      return;
    }
    const given = JSON.parse(await text(request)) as Record<string, unknown>;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(verdictOf(given)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    verifyUrl: `http://127.0.0.1:${port}/turnstile/v0/siteverify`,
    requests: () => requests,
    setMood: (next: TurnstileMood): void => {
      mood = next;
    },
    /** What the widget in a page gives after its visitor passed. */
    pass: ({ action, cData }: { readonly action?: unknown; readonly cData?: unknown }): string => {
      const token = `0.${randomUUID()}`;
      tokens.set(token, { action, cdata: cData });
      return token;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
