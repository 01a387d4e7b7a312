/** What the log says of an idle connection that was lost: that it was, and nothing of the connection. */
import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { tellIdleLoss } from '../../src/adapters/tellIdleLoss.ts';

const open = () => {
  const told: unknown[] = [];
  const note = (details: object, message: string): void => void told.push([details, message]);
  const pool = Object.assign(new EventEmitter(), { ending: false });
  tellIdleLoss(pool, { info: note, warn: note, error: note }, 'to the key store');
  const lose = (): boolean =>
    pool.emit(
      'error',
      Object.assign(new Error('terminating connection'), { client: { password: 'secret' } }),
    );
  return { told, pool, lose };
};

it('tells why, without the client that the pool hangs on the error', () => {
  const { told, lose } = open();
  lose();
  expect(told).toEqual([
    [
      { err: { type: 'Error', message: 'terminating connection' } },
      'lost an idle connection to the key store',
    ],
  ]);
});

it('says nothing of connections that go because the pool is closed', () => {
  const { told, pool, lose } = open();
  pool.ending = true;
  lose();
  expect(told).toEqual([]);
});
