/** Codes of tickets, checked by us and by a library that knows nothing of us. */
import { compactVerify, createLocalJWKSet } from 'jose';
import { describe, expect, it } from 'vitest';
import { createTicketKeys } from '../../../src/adapters/keys/ticketKeys.ts';
import { claims } from '../../domain/ticket/tickets.ts';

const keys = createTicketKeys(new Uint8Array(32).fill(7));
const inTime = claims.exp * 1_000 - 1;
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Swaps one part of a code: 0 header, 1 payload, 2 signature. */
const withPart = (code: string, place: number, part: string): string =>
  code
    .split('.')
    .map((each, index) => (index === place ? part : each))
    .join('.');

it('signs what it can read again, the same way every time and on every node', async () => {
  const code = await keys.signTicket(claims);
  const { exp, seatIds, showtimeId, reference, bookingId } = claims;
  const otherNode = createTicketKeys(new Uint8Array(32).fill(7));
  expect(await otherNode.signTicket({ exp, seatIds, showtimeId, reference, bookingId })).toBe(code);
  expect(await keys.verifyTicket(code, inTime)).toEqual({ valid: true, claims });
});

it('is verified by a stranger with the published keys', async () => {
  const code = await keys.signTicket(claims);
  const { payload, protectedHeader } = await compactVerify(
    code,
    createLocalJWKSet({ keys: keys.publicKeys().keys.map((key) => ({ ...key })) }),
  );
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual(claims);
  expect(protectedHeader).toEqual({ alg: 'EdDSA', kid: keys.publicKeys().keys[0]?.kid });
});

it('publishes the key of RFC 8037 under its thumbprint', () => {
  const seed = Buffer.from('nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', 'base64url');
  expect(createTicketKeys(seed).publicKeys()).toEqual({
    keys: [
      {
        kty: 'OKP',
        crv: 'Ed25519',
        x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
        kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
        use: 'sig',
        alg: 'EdDSA',
      },
    ],
  });
});

it('is over at its exp exactly', async () => {
  const code = await keys.signTicket(claims);
  expect(await keys.verifyTicket(code, claims.exp * 1_000)).toEqual({
    valid: false,
    why: 'expired',
    claims,
  });
});

it('knows tickets of an earlier secret, as long as its public key is kept', async () => {
  const [old] = keys.publicKeys().keys;
  const code = await keys.signTicket(claims);
  const seed = new Uint8Array(32).fill(8);
  const forgetful = createTicketKeys(seed);
  expect(await forgetful.verifyTicket(code, inTime)).toEqual({ valid: false, why: 'bad-signature' });
  const rotated = createTicketKeys(seed, old === undefined ? [] : [old]);
  expect(await rotated.verifyTicket(code, inTime)).toEqual({ valid: true, claims });
  expect(rotated.publicKeys().keys).toEqual([...forgetful.publicKeys().keys, old]);
  const fresh = await rotated.signTicket(claims);
  expect(await forgetful.verifyTicket(fresh, inTime)).toEqual({ valid: true, claims });
});

it('signs as the release before did, byte for byte, and reads its tickets', async () => {
  const printed = [
    'eyJhbGciOiJFZERTQSIsImtpZCI6Ii0tNklNNWwwT29zTGo5eVdza0lTWWhVQTNuXzNDVVJRa21yWU1TaGFfY2sifQ',
    'eyJib29raW5nSWQiOiIwMTkwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDEiLCJyZWZlcmVuY2UiOiJBQkMtREVGLUdI' +
      'SiIsInNob3d0aW1lSWQiOiIwMTkwMDAwMC0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDIiLCJzZWF0SWRzIjpbIkExIiwiQTIiXSwiZXhwIjoxODAwMDAwMDAwfQ',
    '4z7w874wwQb7XB3utyWV_PPYEMZTjCGolkG1DLe8dpacuta9WWYiJ3fL11W5W3NNPLt5fBIXZmlTCvnRlJv6DA',
  ].join('.');
  const told = {
    bookingId: '01900000-0000-7000-8000-000000000001',
    reference: 'ABC-DEF-GHJ',
    showtimeId: '01900000-0000-7000-8000-000000000002',
    seatIds: ['A1', 'A2'],
    exp: 1_800_000_000,
  };
  expect(await keys.signTicket(told)).toBe(printed);
  expect(await keys.verifyTicket(printed, 0)).toEqual({ valid: true, claims: told });
});

describe('refuses', () => {
  const forged = async (place: number, part: (old: string) => string): Promise<string> => {
    const code = await keys.signTicket(claims);
    return withPart(code, place, part(code.split('.')[place] ?? ''));
  };
  const header = (more: object): string => base64url({ alg: 'EdDSA', kid: 'none', ...more });

  it.each<[string, string, () => Promise<string> | string]>([
    ['nothing', 'malformed', () => ''],
    ['any text', 'malformed', () => 'The Third Man'],
    ['two dots and nothing', 'malformed', () => '..'],
    ['a fourth part', 'malformed', async () => `${await keys.signTicket(claims)}.`],
    ['an endless text', 'malformed', () => 'a'.repeat(1_000_000)],
    ['no algorithm', 'malformed', () => forged(0, () => header({ alg: 'none' }))],
    ['another algorithm', 'malformed', () => forged(0, () => header({ alg: 'HS256' }))],
    ['a critical extension', 'malformed', () => forged(0, () => header({ crit: ['b64'], b64: false }))],
    ['a type', 'malformed', () => forged(0, () => header({ typ: 'at+jwt' }))],
    ['an unknown key', 'bad-signature', () => forged(0, () => header({}))],
    ['other seats', 'bad-signature', () => forged(1, () => base64url({ ...claims, seatIds: ['A1', 'A9'] }))],
    ['a signature cut short', 'bad-signature', () => forged(2, (old) => old.slice(0, 80))],
    ['no signature', 'bad-signature', () => forged(2, () => '')],
    ['a second spelling', 'malformed', () => forged(2, (old) => `${old}=`)],
  ])('%s', async (_name, why, code) => {
    expect(await keys.verifyTicket(await code(), inTime)).toEqual({ valid: false, why });
  });
});

it('takes nothing but 32 bytes of seed', () => {
  expect(() => createTicketKeys(new Uint8Array(31))).toThrow(RangeError);
});
