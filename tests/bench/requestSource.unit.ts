import { expect, it } from 'vitest';
import type { Acknowledged } from '../../bench/load/job.ts';
import { requestSource } from '../../bench/load/requestSource.ts';
import type { WireRequest } from '../../bench/load/wire.ts';

const seats = ['A1', 'A2', 'A3', 'A4', 'A5'];
const choice = { showtimes: ['s', 't'], seats, seatsPerHold: 2, order: 'inOrder' } as const;
const held = JSON.stringify({ holdId: 'h', holdToken: 'token' });
const bodyOf = ({ text }: WireRequest) => JSON.parse(text.slice(text.indexOf('\r\n\r\n')));
const lineOf = ({ text }: WireRequest) => text.slice(0, text.indexOf(' HTTP'));

const all = (source: () => WireRequest | undefined): WireRequest[] => {
  const request = source();
  return request === undefined ? [] : [request, ...all(source)];
};

it.each(['inOrder', 'zipf'] as const)('asks for each seat at most once, %s', (order) => {
  const requests = all(requestSource({ kind: 'sell', ...choice, order, releaseEvery: 0 }, []));
  const asked = requests.flatMap((each) =>
    bodyOf(each).seatIds.map((seat: string) => `${lineOf(each)} ${seat}`),
  );
  expect(requests).toHaveLength(4);
  expect(new Set(asked).size).toBe(8);
});

it('gives a hold back at once where the job says so', () => {
  const acknowledged: Acknowledged[] = [];
  const source = requestSource({ kind: 'sell', ...choice, releaseEvery: 2 }, acknowledged);
  expect(source()?.answered(201, held)).toBe(undefined);
  const release = source()?.answered(201, held);
  expect(release?.text).toBe('DELETE /v1/holds/h HTTP/1.1\r\nhost: localhost\r\nhold-token: token\r\n\r\n');
  release?.answered(204, '');
  expect(acknowledged.map(({ owner, released }) => [owner, released])).toEqual([
    ['h', false],
    ['h', true],
  ]);
});

it('pays for a hold as one step of a sale, and leaves some unpaid', () => {
  const acknowledged: Acknowledged[] = [];
  const source = requestSource(
    { kind: 'book', ...choice, abandonEvery: 2, paymentToken: 'tok_ok' },
    acknowledged,
  );
  const first = source();
  expect(first?.isStep).toBe(true);
  const paying = first?.answered(201, held);
  expect(paying?.isStep).toBe(undefined);
  if (paying === undefined) throw new Error('nothing is paid');
  expect([lineOf(paying), bodyOf(paying).holdToken, bodyOf(paying).payment]).toEqual([
    'POST /v1/bookings',
    'token',
    { method: 'card', token: 'tok_ok' },
  ]);
  paying.answered(202, '{}');
  paying.answered(201, '{"bookingId":"b"}');
  expect(source()?.answered(201, held)).toBe(undefined);
  expect(acknowledged.map(({ owner }) => owner)).toEqual(['b', 'h']);
});

it('comes back when it is shed, and not when the seat is taken', () => {
  const acknowledged: Acknowledged[] = [];
  const source = requestSource({ kind: 'crowd', showtime: 's', seats, callers: 2 }, acknowledged);
  const first = source();
  const again = first?.answered(503, '');
  expect([again?.text, again?.afterMs]).toEqual([first?.text, 1_000]);
  expect(again?.answered(201, held)).toBe(undefined);
  expect(source()?.answered(409, '')).toBe(undefined);
  expect(source()).toBe(undefined);
  expect(acknowledged).toHaveLength(1);
});
