import { describe, expect, it } from 'vitest';
import { type Asked, bound, category, rangeOf, stream, type } from '../../../src/cli/replay/request.ts';
import { positionOf, positionStart } from '../../../src/ports/EventStore.ts';

const head = positionOf(100n);
const asked = (given: Partial<Asked>): Asked => ({ category: [], type: [], stream: [], ...given });
const range = (given: Partial<Asked>) => rangeOf(asked(given), head);

describe('the range of a replay', () => {
  it('is the whole log up to its head', () => {
    expect(range({})).toEqual({ after: positionStart, until: head, filter: {} });
  });

  it('includes the first position and not the last, and as-of includes its own', () => {
    expect(range({ from: bound('10'), to: bound('20') })).toEqual({
      ...{ after: positionOf(9n), until: positionOf(19n), filter: {} },
    });
    expect(range({ asOf: bound('20') }).until).toBe(positionOf(20n));
    expect(range({ asOf: bound('20'), to: bound('15') }).until).toBe(positionOf(14n));
    expect(range({ to: bound('5000') }).until).toBe(head);
  });

  it('takes instants of any offset, and an as-of to the millisecond', () => {
    expect(range({ from: bound('2026-11-21'), to: bound('2026-11-21T18:30:00+02:00') }).filter).toEqual({
      from: '2026-11-21T00:00:00.000Z',
      before: '2026-11-21T16:30:00.000Z',
    });
    expect(range({ asOf: bound('2026-11-21T18:30:00Z') }).filter).toEqual({
      before: '2026-11-21T18:30:00.001Z',
    });
  });

  it('joins what is named', () => {
    const names = { category: category('showtime', []), type: type('SeatsHeld', ['SeatsBooked']) };
    expect(range({ ...names, stream: stream('showtime-1', []) }).filter).toEqual({
      categories: ['showtime'],
      types: ['SeatsBooked', 'SeatsHeld'],
      streams: ['showtime-1'],
    });
  });

  it('refuses what cannot be', () => {
    expect(() => range({ asOf: bound('101') })).toThrow('beyond the head of the log');
    expect(() => range({ from: bound('101') })).toThrow('beyond the head of the log');
    expect(() => range({ from: bound('20'), to: bound('20') })).toThrow('nothing lies between');
    expect(() => range({ from: bound('2026-11-22'), to: bound('2026-11-21') })).toThrow(
      'nothing lies between',
    );
    for (const text of [
      '',
      'yesterday',
      '1e3',
      '-1',
      '123456789012345678901',
      '2026-13-01',
      '2026-11-21T18:30:00',
    ]) {
      expect(() => bound(text)).toThrow('Say an instant');
    }
    expect(() => type('SeatsStolen', [])).toThrow('no such type');
    expect(() => category('*', [])).toThrow('no such category');
    expect(() => stream('', [])).toThrow('1 to 256');
    expect(() =>
      category(
        'showtime',
        Array.from({ length: 100 }, () => 'movie'),
      ),
    ).toThrow('At most 100');
  });
});
