/**
 * Who was erased stays erased: after a crash between record and key, after a restore of the keys from an older copy,
 * and while bookings are being made. Keys and read models in a real Postgres.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { type Database, openDatabase } from '../../../src/adapters/postgres/openDatabase.ts';
import { openPostgresKeyStore } from '../../../src/adapters/postgres-keys/PostgresKeyStore.ts';
import { openPostgresReadStore } from '../../../src/adapters/postgres-read/PostgresReadStore.ts';
import { eraseCustomer } from '../../../src/commands/customer/eraseCustomer.ts';
import { createRunner } from '../../../src/commands/engine/createRunner.ts';
import { type LogTail, openLogTail } from '../../../src/commands/engine/LogTail.ts';
import { customerAggregate } from '../../../src/domain/customer/customerAggregate.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { CustomerErased, type KeyStore, type Sealed } from '../../../src/ports/KeyStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { repeatErasures, repeatErasuresLimits } from '../../../src/processes/customer/repeatErasures.ts';
import { type RunningProjection, startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import { erasuresProjection } from '../../../src/projections/erasures/erasuresProjection.ts';
import { erasuresQueries } from '../../../src/projections/erasures/erasuresQueries.ts';
import { guest, testClock } from '../../support/nodes.ts';
import { silentLogger, sqlOn, startTestPostgres, type TestPostgres } from '../../support/postgres.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await startTestPostgres();
});
afterAll(async () => await server.stop());

const clock = testClock(1_000_000);
const masterKey = randomBytes(32);
let url: string;
let events: EventStore;
let tail: LogTail;
let readStore: ReadStore;
let database: Database;
let keyStore: KeyStore;
let projection: RunningProjection;

const openKeyStore = () => openPostgresKeyStore({ database, masterKey, logger: silentLogger });
const startErasures = () =>
  startProjection({ projection: erasuresProjection, events, readStore, logger: silentLogger, clock });

beforeEach(async () => {
  url = await server.createDatabase();
  events = openMemoryEventStore();
  tail = await openLogTail(events, clock, () => undefined);
  readStore = openPostgresReadStore({ url });
  database = openDatabase(url, silentLogger);
  keyStore = await openKeyStore();
  projection = startErasures();
});
afterEach(async () => {
  await projection.stop();
  await Promise.all([readStore.close(), database.close(), tail.close()]);
  await events.close();
});

const person = { name: 'Zoë Quintanilla', email: 'zoe.q@example.org' };
const eraseWith = (store: Pick<KeyStore, 'destroy'>, customerId: string) => {
  const shared = { events, tail, clock, ids: { next: v7 }, logger: silentLogger };
  const customers = createRunner(customerAggregate, { residentsMax: 10 }, shared);
  const { standing } = keyStore;
  return eraseCustomer(
    { customers, keyStore: { ...store, standing } },
    { customerId, by: 'customer' },
    guest,
  );
};
/** A process as it starts, with nothing in memory. */
const startProcess = async () => {
  const head = await events.head();
  expect(await projection.waitFor(head, 60_000)).toBe(head);
  const { erasedAfter } = erasuresQueries(readStore);
  return repeatErasures({ erasedAfter, erase: (id) => keyStore.destroy(id), clock });
};
const openAll = (sealed: readonly Sealed[]) => Promise.all(sealed.map((each) => keyStore.open(each)));

describe('an erasure', () => {
  it('that a crash left without its end is finished', async () => {
    const customerId = randomUUID();
    const sealed = await keyStore.seal(customerId, person);
    await expect(
      eraseWith({ destroy: () => Promise.reject(new Error('killed')) }, customerId),
    ).rejects.toThrow('killed');
    expect(await keyStore.open(sealed)).toEqual(person);
    await (await startProcess()).pass();
    expect(await keyStore.open(sealed)).toBeUndefined();
  });

  it('is repeated when the keys are restored from an older copy', async () => {
    const [stays, ...goes] = Array.from({ length: 6 }, () => randomUUID());
    if (stays === undefined) throw new Error('nobody stays');
    const kept = await keyStore.seal(stays, person);
    const lost = await Promise.all(goes.map((id) => keyStore.seal(id, person)));
    await sqlOn(url, 'create table older_copy as select * from customer_keys.keys');
    for (const id of goes) await eraseWith(keyStore, id);
    await (await startProcess()).pass();

    await sqlOn(url, 'truncate customer_keys.keys');
    await sqlOn(url, 'insert into customer_keys.keys select * from older_copy');
    expect(await openAll(lost)).toEqual(goes.map(() => person));

    await (await startProcess()).pass();
    expect(await openAll([kept, ...lost])).toEqual([person, ...goes.map(() => undefined)]);
    for (const id of goes) await expect(keyStore.seal(id, person)).rejects.toThrow(CustomerErased);
  });

  it('is repeated within the hour when they are restored under the running program', async () => {
    const customerId = randomUUID();
    const sealed = await keyStore.seal(customerId, person);
    await sqlOn(url, 'create table older_copy as select * from customer_keys.keys');
    await eraseWith(keyStore, customerId);
    const running = await startProcess();
    await running.pass();
    await sqlOn(url, 'truncate customer_keys.keys; insert into customer_keys.keys select * from older_copy');
    await running.pass();
    expect(await keyStore.open(sealed)).toEqual(person);
    clock.setBack(86_400_000);
    clock.advance(repeatErasuresLimits.roundEveryMs);
    await running.pass();
    expect(await keyStore.open(sealed)).toBeUndefined();
  });

  it('is repeated when keys and read models are restored together and the log went on', async () => {
    const customerId = randomUUID();
    const sealed = await keyStore.seal(customerId, person);
    await projection.stop();
    await eraseWith(keyStore, customerId);
    // What an older copy of the whole database holds: the key, and a checkpoint from before the erasure.
    await sqlOn(url, 'truncate customer_keys.keys');
    await openKeyStore();
    projection = startErasures();
    await (await startProcess()).pass();
    await expect(keyStore.seal(customerId, person)).rejects.toThrow(CustomerErased);
    expect(await keyStore.open(sealed)).toBeUndefined();
  });

  it('of more customers than one pass takes comes to its end', async () => {
    const goes = Array.from({ length: repeatErasuresLimits.erasuresPerPassMax + 20 }, () => randomUUID());
    const sealed = await Promise.all(goes.map((id) => keyStore.seal(id, 1)));
    for (const id of goes) await eraseWith({ destroy: async () => undefined }, id);
    const running = await startProcess();
    await running.pass();
    await running.pass();
    expect((await openAll(sealed)).filter((value) => value !== undefined)).toEqual([]);
  });

  it('under use leaves nothing that opens', async () => {
    const customerId = randomUUID();
    const sealed: Sealed[] = [];
    let refused = false;
    let erased = false;
    const buying = async (): Promise<void> => {
      while (!refused) {
        const erasedBefore = erased;
        try {
          sealed.push(await keyStore.seal(customerId, person));
          expect(erasedBefore).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(CustomerErased);
          refused = true;
        }
      }
    };
    const buyers = Promise.all([buying(), buying(), buying()]);
    await keyStore.seal(customerId, person);
    await eraseWith(keyStore, customerId);
    erased = true;
    await buyers;
    expect(refused).toBe(true);
    expect(sealed.length).toBeGreaterThan(0);
    expect((await openAll(sealed)).filter((value) => value !== undefined)).toEqual([]);
  });
});
