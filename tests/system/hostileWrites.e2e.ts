/**
 * Bodies and headers from people who mean no good, over real HTTP, against every route that writes: always a 4xx that
 * says why, never a 5xx, and nothing stored.
 */
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp, makeToken } from '../support/program.ts';
import { tampered } from '../support/tampered.ts';
import { call, expectStatus, problemOf } from './support/api.ts';
import { faultOf, faultsOf, openTarget, send, type Target, writesOf } from './support/target.ts';

let target: Target;

beforeAll(async () => {
  target = await openTarget();
});
afterAll(cleanUp);

type Path = readonly (string | number)[];

/** Every place in a body, containers included, but not the body itself. */
const placesIn = (value: unknown, at: Path = []): readonly Path[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const place = [...at, Array.isArray(value) ? Number(key) : key];
    return [place, ...placesIn(member, place)];
  });
};

/** The body with something else in one place. */
const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? replaced(item, rest, by) : item));
  const members = Object.entries(Object(value)).map(([name, member]) => [
    name,
    name === key ? replaced(member, rest, by) : member,
  ]);
  return Object.fromEntries(members);
};

/** Wrong wherever they stand, in any of the bodies above. */
const wrongValues: Readonly<Record<string, unknown>> = {
  null: null,
  true: true,
  'a huge negative number': -1e9,
  'a half': 0.5e-3,
  'a number beyond all bounds': 1e308,
  'an unsafe integer': 2 ** 60,
  'a function name': 'toString',
  NUL: 'A\0',
  'a lone surrogate': 'A\ud800',
  'a long text': 'x'.repeat(20_000),
  'an unknown object': { nobody: 'knows' },
  'a list in a list': [[['A1']]],
  'ten thousand seats': Array.from({ length: 10_000 }, (_, index) => `A${index}`),
  'the same twice': ['C1', 'C1'],
};

/** Any text will do as a name of something; so small and so large a number as a place on a map. */
const acceptable = (place: Path, name: string): boolean => {
  const last = String(place.at(-1));
  const isFreeText =
    ['title', 'name', 'reason', 'city', 'format', 'token', 'reference', 'jti', 'distributor', '0'].includes(
      last,
    ) && name === 'a function name';
  // Rows and seats are called as the cinema calls them.
  const isLabel = /^rows\.\d+\.(id|seats\.\d+\.number)$/.test(place.join('.')) && name === 'a function name';
  const isGenres = last === 'genres' && name === 'the same twice';
  const isOfTheGateway = ['token', 'method', 'phone'].includes(last) && name === 'a function name';
  const isMeasure = ['lat', 'lng'].includes(last) && name === 'a half';
  return isFreeText || isLabel || isGenres || isOfTheGateway || isMeasure;
};

describe('writes', () => {
  it('with one wrong value anywhere are refused', async () => {
    const attacks = writesOf(target).flatMap(({ method, path, body, headers }) =>
      placesIn(body).flatMap((place) =>
        Object.entries(wrongValues)
          .filter(([name]) => !acceptable(place, name))
          .map(([name, wrong]) => async () => {
            const sent = JSON.stringify(replaced(body, place, wrong));
            return faultOf(
              `${method} ${path} ${place.join('.')} = ${name}`,
              await send(target, method, path, sent, headers),
            );
          }),
      ),
    );
    expect(attacks.length).toBeGreaterThan(500);
    expect(await faultsOf(attacks)).toEqual([]);
  }, 60_000);

  it('with a body that is no body are refused', async () => {
    const bodies = (good: string): readonly (readonly [string, string])[] => [
      ['broken', good.slice(0, -1)],
      ['trailing', `${good}{}`],
      ['a list', `[${good}]`],
      ['a text', JSON.stringify(good)],
      ['a number', '17'],
      ['true', 'true'],
      ['unknown field', good.replace(/^\{/, '{"unknown":1,').replace(',}', '}')],
      ['__proto__', good.replace(/^\{/, '{"__proto__":{"isAdmin":true},').replace(',}', '}')],
      ['constructor', good.replace(/^\{/, '{"constructor":{"prototype":{"x":1}},').replace(',}', '}')],
      ['NUL in a name', good.replace(/^\{/, '{"\\u0000":1,').replace(',}', '}')],
      ['deep', good.replace(/^\{/, `{"deep":${'['.repeat(5_000)}${']'.repeat(5_000)},`).replace(',}', '}')],
      ['huge', good.replace(/^\{/, `{"huge":"${'x'.repeat(2_000_000)}",`).replace(',}', '}')],
      ['half a huge number', good.replace(/^\{/, `{"n":1e${'9'.repeat(400)},`).replace(',}', '}')],
      ['a byte order mark and rubbish', `\ufeff${good}\ufffe`],
    ];
    const attacks = writesOf(target).flatMap(({ method, path, body, headers }) =>
      bodies(JSON.stringify(body)).map(
        ([name, sent]) =>
          async () =>
            faultOf(`${method} ${path} ${name}`, await send(target, method, path, sent, headers)),
      ),
    );
    expect(await faultsOf(attacks)).toEqual([]);
  }, 60_000);

  it('in another language than JSON in UTF-8 are refused', async () => {
    const kinds: readonly (readonly [string, Uint8Array<ArrayBuffer>, Readonly<Record<string, string>>])[] = [
      ['text', Buffer.from('{}'), { 'content-type': 'text/plain' }],
      ['xml', Buffer.from('<a/>'), { 'content-type': 'application/xml' }],
      ['form', Buffer.from('a=b'), { 'content-type': 'application/x-www-form-urlencoded' }],
      ['multipart', Buffer.from('--x--'), { 'content-type': 'multipart/form-data; boundary=x' }],
      ['nonsense', Buffer.from('{}'), { 'content-type': 'no such thing at all' }],
      ['gzip', gzipSync('{}'), { 'content-encoding': 'gzip' }],
      ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), {}],
      ['UTF-16', Buffer.from('{"a":1}', 'utf16le'), { 'content-type': 'application/json; charset=utf-16' }],
    ];
    const attacks = writesOf(target).flatMap(({ method, path, headers }) =>
      kinds.map(
        ([name, sent, kind]) =>
          async () =>
            faultOf(
              `${method} ${path} ${name}`,
              await send(target, method, path, sent, { ...headers, ...kind }),
            ),
      ),
    );
    expect(await faultsOf(attacks)).toEqual([]);
  });

  it('with headers that make no sense are refused', async () => {
    const odd: readonly Readonly<Record<string, string>>[] = [
      { 'idempotency-key': 'short' },
      { 'idempotency-key': '' },
      { 'idempotency-key': 'x'.repeat(129) },
      { 'idempotency-key': `${'x'.repeat(20)} y` },
      { 'idempotency-key': '../../../../etc/passwd' },
      { authorization: 'Bearer nonsense' },
      { authorization: `Bearer ${tampered(target.token)}` },
      { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4Iiwicm9sZXMiOlsiYWRtaW4iXX0.' },
      { authorization: 'Basic YWRtaW46YWRtaW4=' },
      { authorization: 'x'.repeat(6_000) },
    ];
    const attacks = writesOf(target).flatMap(({ method, path, body, headers }) =>
      odd.map((header) => async () => {
        // A quote changes nothing and remembers nothing, so its key means nothing.
        if (path.endsWith('/quote') && 'idempotency-key' in header) return [];
        const answer = await send(target, method, path, JSON.stringify(body), { ...headers, ...header });
        return faultOf(`${method} ${path} ${JSON.stringify(header)}`, answer);
      }),
    );
    expect(await faultsOf(attacks)).toEqual([]);
    const edits = writesOf(target).filter(
      ({ method, path }) => method === 'PUT' && !path.includes('/holds/'),
    );
    for (const { method, path, body } of edits) {
      for (const tag of ['nonsense', '"0"', 'W/"1"', '"99999999999999999999"', '"999"', '"1", "2"']) {
        const answer = await send(target, method, path, JSON.stringify(body), { 'if-match': tag });
        expect(faultOf(`${method} ${path} If-Match ${tag}`, answer)).toEqual([]);
      }
    }
  });

  it('on things that do not exist or belong to others are refused', async () => {
    const strange = [
      'x',
      '1',
      '%00',
      '%ff',
      '..%2f..',
      randomUUID(),
      randomUUID().toUpperCase(),
      'x'.repeat(500),
      '__proto__',
    ];
    const attacks = writesOf(target)
      // A customer may be called anything, and one who never came can be erased as well.
      .filter(({ path }) => /[0-9a-f-]{36}/.test(path) && !path.startsWith('/v1/customers/'))
      .flatMap(({ method, path, body, headers }) =>
        strange.map((id) => async () => {
          const there = path.replace(/(booking-)?[0-9a-f-]{36}(\.[0-9]+)?/, id);
          return faultOf(
            `${method} ${there}`,
            await send(target, method, there, JSON.stringify(body), headers),
          );
        }),
      );
    expect(await faultsOf(attacks)).toEqual([]);
    const ofHold = writesOf(target).filter(({ path }) => path.includes('/holds/'));
    for (const { method, path, body } of ofHold) {
      for (const wrong of ['', 'x', target.holdToken.slice(0, -1), tampered(target.holdToken)]) {
        const answer = await send(target, method, path, JSON.stringify(body), { 'hold-token': wrong });
        expect(answer.status).toBe(404);
      }
    }
    const staffElsewhere = await makeToken(target.program.dataDir, 'staff', {
      args: ['--theater', randomUUID()],
    });
    for (const { method, path, body } of writesOf(target)) {
      // Open to anyone, or to staff of any theater.
      if (path.includes('/holds') || path.startsWith('/v1/movies') || path.endsWith('/recover')) continue;
      const headers = { authorization: `Bearer ${staffElsewhere}` };
      const answer = await send(target, method, path, JSON.stringify(body), headers);
      expect(faultOf(`${method} ${path} by staff of elsewhere`, answer)).toEqual([]);
    }
  });

  it('of holds are refused with the reason that fits', async () => {
    const path = `/v1/showtimes/${target.cinema.showtimeId}/holds`;
    const refusal = async (body: object) => problemOf(await call(target.program.url, 'POST', path, { body }));
    const many = Array.from({ length: 11 }, (_, index) => target.cinema.seatIds[index + 40] ?? '');
    expect({
      tooMany: await refusal({ seatIds: many }),
      unknown: await refusal({ seatIds: ['Z99'] }),
      prototype: await refusal({ seatIds: ['__proto__'] }),
      constructor: await refusal({ seatIds: ['constructor'] }),
      taken: await refusal({ seatIds: ['A1'] }),
      none: await refusal({ seatIds: [] }),
      both: await refusal({ seatIds: ['B1'], bestAvailable: { count: 1 } }),
      negative: await refusal({ bestAvailable: { count: -1 } }),
      noType: await refusal({ bestAvailable: { count: 2, seatType: 'recliner' } }),
    }).toEqual({
      tooMany: 'too-many-seats',
      unknown: 'unknown-seat',
      prototype: 'invalid-request',
      constructor: 'unknown-seat',
      taken: 'seats-unavailable',
      none: 'invalid-request',
      both: 'invalid-request',
      negative: 'invalid-request',
      noType: 'seats-unavailable',
    });
  });
});

it('every write of the published description is among those that were tried', async () => {
  const { body } = expectStatus(await call(target.program.url, 'GET', '/openapi.json'), 200);
  const published = Object.entries(Object(body.paths)).flatMap(([path, operations]) =>
    Object.keys(Object(operations))
      .filter((method) => ['post', 'put', 'delete', 'patch'].includes(method))
      .map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{[^}]+\}/g, '*')}`),
  );
  const tried = new Set(
    writesOf(target).map(
      ({ method, path }) => `${method} ${path.replace(/(booking-)?[0-9a-f-]{36}(\.[0-9]+)?/, '*')}`,
    ),
  );
  expect(published.filter((operation) => !tried.has(operation))).toEqual([]);
  expect(published.length).toBeGreaterThan(10);
});

it('leaves nothing in the log, no error of ours, and a program that sells and stops as before', () =>
  target.expectUnharmed());
