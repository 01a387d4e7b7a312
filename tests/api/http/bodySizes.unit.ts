/** Bodies that cost more to look at than they are worth. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { sizeCheckOf } from '../../../src/api/http/arraySizes.ts';
import { type Cinema, call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

interface Refusal {
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

it('takes 16 KiB from the public and 256 KiB from staff', async () => {
  const url = `/v1/showtimes/${cinema.showtimeId}`;
  const padded = (bytes: number) => ({ reason: 'x'.repeat(bytes) });
  const sizes = async (path: string, method: 'POST' | 'PUT', headers = {}) => {
    const answers: string[] = [];
    for (const kib of [15, 17, 255, 257]) {
      const payload = padded(kib * 1_024 - 100);
      answers.push(problemOf(await call(target, { method, url: path, headers, payload })));
    }
    return answers;
  };
  const tooLarge = '413 payload-too-large';
  const invalid = '400 invalid-request';
  expect(await sizes(`${url}/holds`, 'POST')).toEqual([invalid, tooLarge, tooLarge, tooLarge]);
  expect(await sizes('/v1/bookings', 'POST')).toEqual([invalid, tooLarge, tooLarge, tooLarge]);
  expect(await sizes(`${url}/pricing`, 'PUT', cinema.admin)).toEqual([invalid, invalid, invalid, tooLarge]);
});

it('refuses a long array by its size, without a word about its elements', async () => {
  const answer = await hold(target, cinema, { seatIds: Array.from({ length: 1_000 }, (_, nth) => nth) });
  const { errors }: Refusal = JSON.parse(answer.text);
  expect([answer.status, errors]).toEqual([
    400,
    [{ path: 'seatIds', in: 'body', message: 'at most 100 elements' }],
  ]);
});

it('names the first faults only', async () => {
  const colours = Object.fromEntries(Array.from({ length: 500 }, (_, nth) => [`colour${nth}`, nth]));
  const answer = await hold(target, cinema, { seatIds: ['A1', 7], ...colours });
  const { errors }: Refusal = JSON.parse(answer.text);
  expect(errors).toHaveLength(20);
  expect(answer.text.length).toBeLessThan(4_096);
});

it('finds the first array that is too long, wherever a schema has one', () => {
  const check = sizeCheckOf(
    z.strictObject({
      rows: z.array(z.strictObject({ seats: z.array(z.string()).max(2).optional() })).max(2),
      types: z.union([z.array(z.string()).max(1), z.record(z.string(), z.string())]).optional(),
      pair: z.preprocess((given) => given, z.array(z.int()).length(2)).nullish(),
    }),
  );
  const longer = { path: 'rows.1.seats', message: 'at most 2 elements' };
  expect(check?.({ rows: [{}, { seats: ['a', 'b', 'c'] }] })).toEqual(longer);
  expect(check?.({ rows: [{}, {}, {}] })).toEqual({ path: 'rows', message: 'at most 2 elements' });
  expect(check?.({ rows: [], types: ['a', 'b'] })).toEqual({ path: 'types', message: 'at most 1 elements' });
  expect(check?.({ rows: [], types: { a: 'b', c: 'd' } })).toBe(undefined);
  expect(check?.({ rows: [], pair: [1, 2, 3] })).toEqual({ path: 'pair', message: 'at most 2 elements' });
  for (const other of [undefined, null, 7, [], { rows: 'none' }, { rows: [null, 7] }, { pair: null }]) {
    expect(check?.(other)).toBe(undefined);
  }
  expect(() => sizeCheckOf(z.strictObject({ all: z.array(z.string()) }))).toThrow('no maximum');
});
