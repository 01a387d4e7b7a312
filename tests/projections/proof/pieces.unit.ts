import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../../src/projections/proof/pieces.ts';
import { joinPieces } from './joinPieces.ts';

const again = (value: object): unknown => joinPieces(piecesOf(value));

const numbers = fc.oneof(
  fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })).map((each) => Int32Array.from(each)),
  fc.array(fc.double()).map((each) => Float64Array.from(each)),
);
const member = fc.oneof(
  numbers,
  fc.string(),
  fc.integer(),
  fc.constant(undefined),
  fc.array(fc.array(fc.string())),
  fc.array(fc.record({ id: fc.string(), words: fc.option(numbers, { nil: undefined }) })),
  fc.array(fc.tuple(fc.string(), fc.dictionary(fc.string(), fc.integer()))).map((each) => new Map(each)),
);
const name = fc.stringMatching(/^[a-z]{1,8}$/);
const shape = fc.dictionary(name, fc.oneof(member, fc.dictionary(name, member, { minKeys: 1 })));

describe('a value in pieces', () => {
  it('is the same once they are joined', () => {
    fc.assert(
      fc.property(shape, (value) => {
        expect(again(value)).toEqual(deserialize(serialize(value)));
      }),
    );
  });

  it('that is long is cut, and joined in its order', () => {
    const value = {
      cells: Float64Array.from({ length: 200_000 }, (_, at) => at),
      shows: Array.from({ length: 10_000 }, (_, at) => ({ at })),
      showtimes: new Map(
        Array.from({ length: 50 }, (_, at) => [
          `s${at}`,
          {
            holds: new Map(Array.from({ length: 300 }, (_unused, nth) => [`h${nth}`, { nth, places: [at] }])),
          },
        ]),
      ),
    };
    const pieces = [...piecesOf(value)];
    expect(pieces.length).toBeGreaterThan(8);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(600_000);
    expect(joinPieces(pieces)).toEqual(value);
  });

  it('refuses what are no pieces', () => {
    expect(() => joinPieces([Buffer.from('no piece')])).toThrow();
  });
});
