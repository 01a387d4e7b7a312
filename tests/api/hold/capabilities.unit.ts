/** Hold tokens and fingerprints: no one without the key can make one or alter one. */
import { describe, expect, it } from 'vitest';
import { issueHoldToken, readHoldToken } from '../../../src/api/hold/holdToken.ts';
import { canonicalJson } from '../../../src/commands/engine/canonicalJson.ts';
import { fingerprint, keyedId } from '../../../src/commands/engine/fingerprint.ts';
import { idSchema } from '../../../src/domain/kernel/ids.ts';
import { uuid } from '../../support/showtimes.ts';

const key = new Uint8Array(32).fill(1);
const otherKey = new Uint8Array(32).fill(2);

describe('a hold token', () => {
  const content = { showtimeId: uuid(1), holdId: uuid(2) };
  const token = issueHoldToken(key, content);

  it('gives back what it was made for, and is the same whenever it is made', () => {
    expect(readHoldToken([key], token)).toEqual(content);
    expect(issueHoldToken(key, content)).toBe(token);
    expect(token).toMatch(/^[A-Za-z0-9_-]{86}$/);
  });

  it('is nothing under another key, or with any part changed', () => {
    expect(readHoldToken([otherKey], token)).toBeUndefined();
    for (const place of token.split('').keys()) {
      const letter = token[place] === 'A' ? 'B' : 'A';
      const bent = token.slice(0, place) + letter + token.slice(place + 1);
      // The last character carries two bits that mean nothing: what decodes alike is the same token.
      if (Buffer.from(bent, 'base64url').equals(Buffer.from(token, 'base64url'))) continue;
      expect(readHoldToken([key], bent)).toBeUndefined();
    }
    for (const none of ['', token.slice(1), `${token}A`, 'ü'.repeat(86)]) {
      expect(readHoldToken([key], none)).toBeUndefined();
    }
  });
});

describe('a fingerprint', () => {
  const request = { scope: 'guest POST /v1/x', key: 'k' };

  it('sees what a body says, not how it is written', () => {
    const one = fingerprint(key, request, { a: 1, b: [{ c: 'é', d: null }] });
    expect(fingerprint(key, request, { b: [{ d: null, c: 'é' }], a: 1 })).toEqual(one);
    expect(fingerprint(key, request, { a: 1, b: [{ c: 'è', d: null }] }).body).not.toBe(one.body);
    expect(fingerprint(key, { ...request, key: 'l' }, {}).key).not.toBe(one.key);
    expect(fingerprint(key, { ...request, scope: 'other' }, {}).key).not.toBe(one.key);
    expect(fingerprint(otherKey, request, {}).key).not.toBe(one.key);
  });

  it('tells scope and key apart wherever one ends and the other begins', () => {
    const left = fingerprint(key, { scope: 'ab', key: 'c' }, {});
    expect(fingerprint(key, { scope: 'a', key: 'bc' }, {}).key).not.toBe(left.key);
  });

  it('gives ids that are the same every time and different for each purpose', () => {
    const id = keyedId(key, request, 'hold');
    expect(keyedId(key, request, 'hold')).toBe(id);
    expect(keyedId(key, request, 'booking')).not.toBe(id);
    expect(idSchema.safeParse(id).success).toBe(true);
    expect(id[14]).toBe('8');
  });
});

it('writes canonical JSON', () => {
  expect(canonicalJson({ b: 1, a: [true, null, 'x"'], c: undefined, 10: {}, 9: 1e21 })).toBe(
    '{"10":{},"9":1e+21,"a":[true,null,"x\\""],"b":1}',
  );
  expect(canonicalJson({ '\u{1f600}': 1, '\ufb33': 2 })).toBe('{"\u{1f600}":1,"\ufb33":2}');
  expect(canonicalJson(undefined)).toBe('null');
});
