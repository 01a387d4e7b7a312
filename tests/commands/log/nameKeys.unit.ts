/** A log names the key store and the secret that it is written with; a program with others is refused. */
import { v7 } from 'uuid';
import { beforeEach, expect, it } from 'vitest';
import {
  createMemoryLog,
  type MemoryLog,
  openMemoryEventStore,
} from '../../../src/adapters/memory/MemoryEventStore.ts';
import { nameKeys, OtherKeys, type OwnKeys } from '../../../src/commands/log/nameKeys.ts';
import { uuid } from '../../support/showtimes.ts';

const secretOf = (name: string): string => name.repeat(32).slice(0, 32);
const own = { keyStoreId: uuid(1), secret: secretOf('a'), olderSecrets: [] };

let log: MemoryLog;
beforeEach(() => {
  log = createMemoryLog();
});

const startWith = (keys: OwnKeys, mayWrite = true): Promise<void> =>
  nameKeys(
    {
      events: openMemoryEventStore({ log }),
      clock: { nowMs: () => Date.parse('2026-11-20T12:00:00.000Z') },
      ids: { next: () => v7() },
    },
    keys,
    mayWrite,
  );
const named = () => (log.streams.get('log') ?? []).map(({ type, data }) => ({ type, data }));
const created = () => ({ type: 'LogCreated', data: { logId: log.logId } });
const naming = (keyStoreId: string, secret: string) => ({
  type: 'LogKeysNamed',
  data: { keyStoreId, secret },
});

it('names the keys of the first program, once, however many start together', async () => {
  await Promise.all([startWith(own), startWith(own), startWith(own)]);
  await startWith(own);
  expect(named()).toEqual([created(), naming(uuid(1), own.secret)]);
});

it('refuses another key store and another secret in one line that says what is shared', async () => {
  await startWith(own);
  const shared =
    'programs on one log must share DATABASE_URL and MARQUEE_SECRET (without these settings: DATA_DIR); ' +
    'a secret that was current before stands in MARQUEE_OLDER_SECRETS';
  const refused = async (keys: OwnKeys): Promise<string> => {
    const error = await startWith(keys).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(OtherKeys);
    return error instanceof Error ? error.message : '';
  };
  const [theirs, other] = [own.secret, secretOf('b')];
  expect(await refused({ ...own, keyStoreId: uuid(2) })).toBe(
    `log ${log.logId} is written with key store ${uuid(1)}, but this program has ${uuid(2)}: ${shared}`,
  );
  expect(await refused({ ...own, secret: other })).toBe(
    `log ${log.logId} is written with the secret of fingerprint ${theirs}, but this program has ${other}: ${shared}`,
  );
  expect(await refused({ keyStoreId: uuid(2), secret: other, olderSecrets: [] })).toBe(
    `log ${log.logId} is written with key store ${uuid(1)} and the secret of fingerprint ${theirs}, ` +
      `but this program has ${uuid(2)} and ${other}: ${shared}`,
  );
  expect(named()).toEqual([created(), naming(uuid(1), theirs)]);
});

it('moves on with a change of the secret, and takes the former one only as an older one', async () => {
  const next = { ...own, secret: secretOf('b'), olderSecrets: [own.secret] };
  await startWith(own);
  await startWith(next);
  await startWith({ ...next, olderSecrets: [] });
  expect(named()).toEqual([created(), naming(uuid(1), own.secret), naming(uuid(1), next.secret)]);
  await expect(startWith(own)).rejects.toThrow(OtherKeys);
  // A node that is not changed yet, and was given the new secret to verify with.
  await startWith({ ...own, olderSecrets: [next.secret] });
  await startWith(next);
  expect(named().at(-1)).toEqual(naming(uuid(1), next.secret));
});

it('writes nothing on a copy for a drill, and still refuses other keys', async () => {
  await startWith(own, false);
  expect(named()).toEqual([created()]);
  await startWith(own);
  await startWith({ ...own, secret: secretOf('b'), olderSecrets: [own.secret] }, false);
  await expect(startWith({ ...own, keyStoreId: uuid(2) }, false)).rejects.toThrow(OtherKeys);
  expect(named()).toEqual([created(), naming(uuid(1), own.secret)]);
});
