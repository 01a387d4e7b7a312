/** How appends are joined, sent again and given up, with a database function that does as it is told. */
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { checkAppend } from '../../../src/adapters/appendChecks.ts';
import type { SendJoined } from '../../../src/adapters/postgres/AppendQueue.ts';
import { AppendQueue } from '../../../src/adapters/postgres/AppendQueue.ts';
import type { CheckedStreamAppend } from '../../../src/adapters/postgres/CheckedStreamAppend.ts';
import type { PostgresEventStoreLimits } from '../../../src/adapters/postgres/limits.ts';
import { postgresEventStoreLimits } from '../../../src/adapters/postgres/limits.ts';
import type { AppendResult } from '../../../src/ports/EventStore.ts';
import { AppendRefused, EventStoreUnavailable, positionStart } from '../../../src/ports/EventStore.ts';
import { newEvent } from '../../contracts/eventStore/given.ts';

const appendTo = (stream: string): CheckedStreamAppend => {
  const append = { stream, expected: 'any', events: [newEvent()] } as const;
  return { append, checked: checkAppend(append) };
};
const stored: AppendResult = { outcome: 'appended', revision: 0, position: positionStart };
const streamsOf = (joined: readonly CheckedStreamAppend[]) => joined.map(({ append }) => append.stream);

/** A queue whose calls are recorded, and answered by `answer`, given the number of the call from 1. */
const queueOf = (
  answer: (call: number, streams: readonly string[]) => void | Promise<void>,
  limits: Partial<PostgresEventStoreLimits> = {},
) => {
  const calls: (readonly string[])[] = [];
  const send: SendJoined = async (joined) => {
    const streams = streamsOf(joined);
    calls.push(streams);
    await answer(calls.length, streams);
    return joined.map(() => stored);
  };
  return { calls, queue: new AppendQueue(send, { ...postgresEventStoreLimits, ...limits }) };
};

const sqlError = (code: string): Error => Object.assign(new pg.DatabaseError('no', 2, 'error'), { code });
const nothing = (): void => undefined;

describe('joining', () => {
  it('sends what one tick appends in one call, in order', async () => {
    const { calls, queue } = queueOf(nothing);
    await Promise.all(['a', 'b', 'a', 'c'].map((stream) => queue.append(appendTo(stream))));
    expect(calls).toEqual([['a', 'b', 'a', 'c']]);
  });

  it('keeps one call in flight and joins what queued meanwhile', async () => {
    const first = Promise.withResolvers<void>();
    const { calls, queue } = queueOf((call) => (call === 1 ? first.promise : undefined));
    const one = queue.append(appendTo('a'));
    await new Promise((resolve) => setImmediate(resolve));
    const others = ['b', 'c'].map((stream) => queue.append(appendTo(stream)));
    expect(calls).toEqual([['a']]);
    first.resolve();
    await Promise.all([one, ...others]);
    expect(calls).toEqual([['a'], ['b', 'c']]);
  });

  it('bounds a call by count and by bytes', async () => {
    const byCount = queueOf(nothing, { joinedAppendsMax: 2 });
    await Promise.all(['a', 'b', 'c'].map((stream) => byCount.queue.append(appendTo(stream))));
    expect(byCount.calls).toEqual([['a', 'b'], ['c']]);

    const { bytes } = appendTo('a').checked;
    const byBytes = queueOf(nothing, { joinedBytesMax: 2 * bytes });
    await Promise.all(['a', 'b', 'c'].map((stream) => byBytes.queue.append(appendTo(stream))));
    expect(byBytes.calls).toEqual([['a', 'b'], ['c']]);

    const tooSmall = queueOf(nothing, { joinedBytesMax: 1 });
    await Promise.all(['a', 'b'].map((stream) => tooSmall.queue.append(appendTo(stream))));
    expect(tooSmall.calls).toEqual([['a'], ['b']]);
  });

  it('turns new appends away when too many wait', async () => {
    const { queue } = queueOf(nothing, { waitingAppendsMax: 1 });
    const first = queue.append(appendTo('a'));
    await expect(queue.append(appendTo('b'))).rejects.toThrow(EventStoreUnavailable);
    await expect(first).resolves.toEqual(stored);
  });
});

describe('a call that fails', () => {
  it('for what is in it is sent append by append, so that only the bad one fails', async () => {
    const { calls, queue } = queueOf((_call, streams) => {
      if (streams.includes('bad')) throw sqlError('54001');
    });
    const outcomes = await Promise.allSettled(
      ['a', 'bad', 'b', 'b'].map((stream) => queue.append(appendTo(stream))),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(outcomes[1]).toEqual({ status: 'rejected', reason: expect.any(AppendRefused) });
    expect(calls).toEqual([['a', 'bad', 'b', 'b'], ['a'], ['bad'], ['b'], ['b']]);
  });

  it('for what the server lacks is not blamed on the append', async () => {
    const { queue } = queueOf(() => {
      throw sqlError('42883');
    });
    await expect(queue.append(appendTo('a'))).rejects.toThrow(EventStoreUnavailable);
  });

  it.each([
    ['the connection', new Error('Connection terminated unexpectedly')],
    ['the server shutting down', sqlError('57P01')],
    ['a full disk', sqlError('53100')],
  ])('for %s is sent again as it was', async (_what, error) => {
    const { calls, queue } = queueOf((call) => {
      if (call < 3) throw error;
    });
    await Promise.all(['a', 'b'].map((stream) => queue.append(appendTo(stream))));
    expect(calls).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
  });

  it('until its time is over leaves the outcome unknown, and the next append is tried anew', async () => {
    let away = true;
    const { queue } = queueOf(
      () => {
        if (away) throw new Error('connect ECONNREFUSED');
      },
      { appendMs: 100 },
    );
    await expect(queue.append(appendTo('a'))).rejects.toThrow(EventStoreUnavailable);
    away = false;
    await expect(queue.append(appendTo('b'))).resolves.toEqual(stored);
  });
});

describe('closing', () => {
  it('answers what is waiting and takes no more', async () => {
    const { queue } = queueOf(nothing, { joinedAppendsMax: 1 });
    const waiting = ['a', 'b'].map((stream) => queue.append(appendTo(stream)));
    await queue.close();
    await expect(Promise.all(waiting)).resolves.toEqual([stored, stored]);
    await expect(queue.append(appendTo('c'))).rejects.toThrow(EventStoreUnavailable);
  });
});
