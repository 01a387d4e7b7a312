/** Who gives up a place when all are taken: never the one who comes, unless that one has the most already. */
import { expect, it } from 'vitest';
import {
  createWaitAllotment,
  type WaitAllotment,
  type WaitEnd,
} from '../../src/commands/limits/waitAllotment.ts';

const open = (nodeMax: number) => {
  const ended: WaitEnd[] = [];
  const left: string[] = [];
  const allotment = createWaitAllotment((why) => ended.push(why), nodeMax);
  return { allotment, ended, left };
};

type More = Partial<Parameters<WaitAllotment['join']>[0]>;

const join = (of: ReturnType<typeof open>, name: string, address: string, more: More = {}) =>
  of.allotment.join({
    ...{ room: 'one', roomMax: 100, caller: name, address, connection: {}, endsAtMs: 1_000 },
    isStillAllowed: () => true,
    leave: () => of.left.push(name),
    ...more,
  });

it('takes the place of the oldest of the address with the most', () => {
  const of = open(4);
  for (const name of ['bot 1', 'bot 2', 'bot 3']) join(of, name, 'bots');
  join(of, 'honest 1', 'home');
  expect(join(of, 'honest 2', 'office')).toBeDefined();
  expect([of.left, of.ended, of.allotment.size]).toEqual([['bot 1'], ['displaced'], 4]);
  // Now two, one, one: the bots would have more than they take from.
  expect(join(of, 'bot 4', 'bots')).toBeUndefined();
  // And a fourth address would only take from its equals after this.
  expect(join(of, 'honest 3', 'campus')).toBeDefined();
  expect(join(of, 'honest 4', 'train')).toBeUndefined();
  expect(of.left).toEqual(['bot 1', 'bot 2']);
});

it('lets the caller with the most of that address go first', () => {
  const of = open(4);
  const caller = 'the loud one';
  join(of, 'quiet', 'campus');
  for (const name of ['loud 1', 'loud 2', 'loud 3']) join(of, name, 'campus', { caller });
  expect(join(of, 'new', 'home')).toBeDefined();
  expect(of.left).toEqual(['loud 1']);
  expect([of.allotment.ofCaller(caller), of.allotment.ofCaller('quiet')]).toEqual([2, 1]);
});

it('keeps one room from shutting out the others', () => {
  const of = open(10);
  for (let n = 0; n < 3; n += 1) join(of, `fan ${n}`, 'fans', { roomMax: 3 });
  expect(join(of, 'fan 3', 'fans', { roomMax: 3 })).toBeUndefined();
  expect(join(of, 'elsewhere', 'fans', { room: 'two', roomMax: 3 })).toBeDefined();
  expect(join(of, 'new', 'home', { roomMax: 3 })).toBeDefined();
  expect(of.left).toEqual(['fan 0']);
});

it('forgets those who leave, once', () => {
  const of = open(2);
  const connection = {};
  const leave = join(of, 'one', 'home', { connection });
  expect(of.allotment.ofConnection(connection)).toBe(1);
  leave?.();
  leave?.();
  const { size, ofCaller, ofConnection } = of.allotment;
  expect([size, ofCaller('one'), ofConnection(connection), of.left]).toEqual([0, 0, 0, []]);
});

it('ends what has lasted long enough, and what a token no longer allows', () => {
  const of = open(10);
  let isGood = true;
  join(of, 'old', 'home', { endsAtMs: 500 });
  join(of, 'signed in', 'home', { isStillAllowed: () => isGood });
  join(of, 'guest', 'home');
  of.allotment.sweep(499);
  expect(of.left).toEqual([]);
  of.allotment.sweep(500);
  isGood = false;
  of.allotment.sweep(501);
  expect([of.left, of.ended]).toEqual([
    ['old', 'signed in'],
    ['lifetime', 'token'],
  ]);
});
