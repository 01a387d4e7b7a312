/** A provider that puts a marker into every text it sends: none of it comes out in a result, an error or the log. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { openStripePayments } from '../../../src/adapters/stripe/StripePayments.ts';
import { gatewayCodes } from '../../../src/ports/gatewayCodes.ts';

const marker = 'zyxmarker';
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

interface Reply {
  readonly status: number;
  readonly body: string;
}

const sabotaged = async (reply: (url: string, method: string) => Reply) => {
  const server: Server = createServer((request, response) => {
    request.resume();
    const { status, body } = reply(request.url ?? '', request.method ?? '');
    const headers = { 'content-type': 'application/json', 'request-id': `req_${marker}-${marker}` };
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const lines: unknown[] = [];
  const log = (details: object, message: string) => void lines.push(details, message);
  const gateway = openStripePayments({
    apiKey: 'sk_test_1234',
    apiBase: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeoutMs: 2_000,
    logger: { info: log, warn: log, error: log },
  });
  open.push({
    close: async () => {
      await gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  return { gateway, lines };
};

const bookingId = '01a1fdcf-0000-7000-8000-000000000000';
const amount = { amount: 1_000, currency: 'USD' };
const callsOf = (gateway: Awaited<ReturnType<typeof sabotaged>>['gateway']) => ({
  authorize: () =>
    gateway.authorize({ key: 'k/1/authorize', bookingId, amount, method: 'card', token: 'pm_card_visa' }),
  findAuthorization: () => gateway.findAuthorization({ key: 'k/1/authorize', bookingId }),
  capture: () => gateway.capture({ key: 'k/1/capture', bookingId, amount, authorizationId: 'pi_1' }),
  voidAuthorization: () => gateway.voidAuthorization({ key: 'k/1/void', bookingId, authorizationId: 'pi_1' }),
  refund: () => gateway.refund({ key: 'k/1/refund', bookingId, amount, captureId: 'pi_1' }),
  refundsOf: () => gateway.refundsOf({ bookingId, captureId: 'pi_1' }),
});

const errorOf = (type: string) =>
  JSON.stringify({
    error: {
      ...{ type, code: marker, decline_code: `${marker}_decline`, message: `Pay at ${marker}.example` },
      ...{ param: marker, doc_url: `https://${marker}.example`, advice_code: marker },
    },
  });
const replies: readonly (readonly [string, Reply])[] = [
  ['a refused card', { status: 402, body: errorOf('card_error') }],
  ['a bad request', { status: 400, body: errorOf('invalid_request_error') }],
  ['a key used twice', { status: 400, body: errorOf('idempotency_error') }],
  ['a wrong key', { status: 401, body: errorOf('invalid_request_error') }],
  ['no permission', { status: 403, body: errorOf(marker) }],
  ['a conflict', { status: 409, body: errorOf(marker) }],
  ['too many requests', { status: 429, body: errorOf('invalid_request_error') }],
  ['a fault of theirs', { status: 500, body: errorOf('api_error') }],
  ['a page', { status: 502, body: `<html>${marker}</html>` }],
];

it.each(replies)('keeps the text of %s to itself, in every call', async (_name, reply) => {
  const { gateway, lines } = await sabotaged(() => reply);
  for (const [name, act] of Object.entries(callsOf(gateway))) {
    const came = await act().catch((error: unknown) => error);
    const seen = inspect(came, { depth: 20, showHidden: true });
    expect([name, seen.includes(marker)]).toEqual([name, false]);
    const { code } = Object(came);
    if (code !== undefined) expect(gatewayCodes).toContain(code);
  }
  expect(inspect(lines, { depth: 20 })).not.toContain(marker);
});

it('takes no word of a failed payment or refund that is not on the list, and none that helps a thief', async () => {
  let said = marker;
  const { gateway } = await sabotaged((url) => {
    const failed = { decline_code: said, code: said, message: marker };
    const intent = { id: 'pi_1', object: 'payment_intent', status: 'requires_payment_method', metadata: {} };
    const refund = { id: 're_1', object: 'refund', status: 'failed', failure_reason: said, metadata: {} };
    const list = { object: 'list', data: [], has_more: false };
    if (url.startsWith('/v1/refunds?')) return { status: 200, body: JSON.stringify(list) };
    if (url === '/v1/refunds') return { status: 200, body: JSON.stringify(refund) };
    return { status: 200, body: JSON.stringify({ ...intent, last_payment_error: failed }) };
  });
  const { authorize, refund } = callsOf(gateway);
  const told = async () => [Object(await authorize()).code, Object(await refund()).code];
  expect(await told()).toEqual(['other', 'other']);
  said = 'insufficient_funds';
  expect(await told()).toEqual(['insufficient_funds', 'insufficient_funds']);
  said = 'stolen_card';
  expect(await told()).toEqual(['generic_decline', 'generic_decline']);
});
