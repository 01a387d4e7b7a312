/** What is asked for as a guest taps, and what a refusal leaves. */
import { describe, expect, it } from 'vitest';
import { Problem } from '../../web/src/shared/api/Problem.ts';
import {
  answered,
  asking,
  type Choice,
  mapChanged,
  nextRequest,
  nothingChosen,
  over,
  type Request,
  refused,
  released,
  setTicketType,
  toggle,
  withdrawn,
} from '../../web/src/shared/seats/choice/Choice.ts';

const key = { holdId: 'h', holdToken: 't', showtimeId: 's' };
const money = { amount: 1_250, currency: 'GBP' };
const holdOf = (...ids: readonly string[]) => ({
  holdId: 'h',
  bookingId: 'b',
  showtimeId: 's',
  seats: ids.map((id) => ({ id, type: 'regular' as const, ticketType: 'adult' as const, price: money })),
  total: { amount: 1_250 * ids.length, currency: 'GBP' },
  expiresAt: '2026-12-01T20:00:00.000Z',
  revision: 3,
  warnings: [],
});
const problem = (name: string, fields: Record<string, unknown> = {}) =>
  new Problem({ type: `/problems/${name}`, title: name, ...fields }, 409);
const asked = (type: 'hold' | 'swap', ...seatIds: readonly string[]): Request => ({
  type,
  seatIds,
  ticketTypes: {},
});
const holding = (...ids: readonly string[]): Choice =>
  answered({ ...nothingChosen, wanted: ids }, holdOf(...ids), key);

describe('taps', () => {
  it('hold at once with the first, and swap with the next', () => {
    expect(nextRequest(toggle(nothingChosen, ['A1']))).toEqual(asked('hold', 'A1'));
    expect(nextRequest(toggle(holding('A1'), ['A2']))).toEqual(asked('swap', 'A1', 'A2'));
  });

  it('become one request while another is under way', () => {
    let choice = asking(toggle(nothingChosen, ['A1']));
    choice = toggle(toggle(toggle(choice, ['A2']), ['A3']), ['A2']);
    expect(nextRequest(choice)).toBeUndefined();
    expect(nextRequest(answered(choice, holdOf('A1'), key))).toEqual(asked('swap', 'A1', 'A3'));
  });

  it('replace a request that was given up', () => {
    const given = asking(toggle(nothingChosen, ['A1']));
    expect(nextRequest(withdrawn(toggle(given, ['A2'])))).toEqual(asked('hold', 'A1', 'A2'));
    expect(nextRequest(withdrawn(toggle(given, ['A1'])))).toBeUndefined();
  });

  it('take and give a couple whole', () => {
    expect(toggle(nothingChosen, ['H1', 'H2']).wanted).toEqual(['H1', 'H2']);
    expect(toggle(holding('A1', 'H1', 'H2'), ['H1', 'H2']).wanted).toEqual(['A1']);
  });

  it('give everything back with the last', () => {
    const choice = toggle(holding('A1'), ['A1']);
    expect(nextRequest(choice)).toEqual({ type: 'release' });
    expect(nextRequest(released(choice))).toBeUndefined();
  });

  it('ask nothing when they lead back to what is held', () => {
    expect(nextRequest(toggle(toggle(holding('A1'), ['A2']), ['A2']))).toBeUndefined();
  });

  it('swap for another kind of ticket', () => {
    expect(nextRequest(setTicketType(holding('A1'), 'A1', 'child'))).toEqual({
      type: 'swap',
      seatIds: ['A1'],
      ticketTypes: { A1: 'child' },
    });
  });
});

describe('a refusal', () => {
  it('leaves a wish against the lone-seat rule, and sends it again only when something has changed', () => {
    const wish = asking(toggle(nothingChosen, ['A2']));
    const choice = refused(wish, asked('hold', 'A2'), problem('lone-seat', { seats: ['A1'] }));
    expect([choice.wanted, choice.refusal]).toEqual([['A2'], { kind: 'lone-seat', seats: ['A1'] }]);
    expect(nextRequest(choice)).toBeUndefined();
    expect(nextRequest(toggle(choice, ['A1']))).toEqual(asked('hold', 'A2', 'A1'));
    expect(nextRequest(mapChanged(choice))).toEqual(asked('hold', 'A2'));
  });

  it('takes a seat that is gone from the list, and keeps the others', () => {
    const wish = asking(toggle(holding('A1'), ['A2']));
    const gone = problem('seats-unavailable', { unavailable: ['A2'] });
    const choice = refused(wish, asked('swap', 'A1', 'A2'), gone);
    expect([choice.wanted, choice.refusal]).toEqual([['A1'], { kind: 'gone', seats: ['A2'] }]);
    expect(nextRequest(choice)).toBeUndefined();
  });

  it('forgets a hold that is over', () => {
    const choice = refused(asking(holding('A1')), asked('swap', 'A1', 'A2'), problem('hold-expired'));
    expect(choice).toEqual({ ...nothingChosen, refusal: { kind: 'over' } });
    expect(over(holding('A1')).hold).toBeUndefined();
  });

  it('goes back to what is held for any other reason', () => {
    const error = problem('too-many-seats', { max: 10 });
    const choice = refused(asking(toggle(holding('A1'), ['A2'])), asked('swap', 'A1', 'A2'), error);
    expect([choice.wanted, choice.refusal]).toEqual([['A1'], { kind: 'other', error }]);
  });
});
