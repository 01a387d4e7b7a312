import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hmacSha256 } from '../../../src/commands/engine/hmacSha256.ts';

/** As the unit `binary` of fast-check, which takes a second to set up. */
const character = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));

it('is HMAC-SHA-256 for keys of any length and parts of any kind, each time it is asked', () => {
  const bytes = fc.uint8Array({ maxLength: 200 });
  fc.assert(
    fc.property(
      bytes,
      fc.array(fc.oneof(fc.string({ unit: character }), bytes), { maxLength: 4 }),
      (key, parts) => {
        const expected = parts
          .reduce((hmac, part) => hmac.update(part), createHmac('sha256', key))
          .digest('hex');
        const once = hmacSha256(key, ...parts);
        hmacSha256(key, 'something else');
        expect([once, hmacSha256(key, ...parts)].map((each) => each.toString('hex'))).toEqual([
          expected,
          expected,
        ]);
      },
    ),
    { numRuns: 500 },
  );
});
