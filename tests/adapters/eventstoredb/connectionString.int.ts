/** A server with TLS and a user, and every way to name it wrongly: each is one line that says what to write. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { UnusableEventStoreUrl } from '../../../src/adapters/eventstoredb/UnusableEventStoreUrl.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import type { FakeEventStoreDb } from '../../support/eventstoredb/FakeEventStoreDb.ts';
import { newSecurity, type ServerSecurity } from '../../support/eventstoredb/security.ts';
import { freePort } from '../../support/freePort.ts';
import { givenServer, givenStore } from './given.ts';

let folder: string;
let security: ServerSecurity;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-tls-'));
  security = await newSecurity();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const secured = async (by: ServerSecurity = security): Promise<FakeEventStoreDb> => {
  const fake = await givenServer();
  fake.stop();
  fake.security = by;
  await fake.start();
  return fake;
};

const authorityFile = async ({ certificate }: ServerSecurity = security): Promise<string> => {
  const file = path.join(folder, `${Math.random().toString(36).slice(2)}.crt`);
  await writeFile(file, certificate);
  return file;
};

const userOf = ({ user, password }: ServerSecurity): string =>
  `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;

const open = (fake: FakeEventStoreDb, connectionString: string) =>
  givenStore(fake, { connectionString, retryForMs: 300 });

const refusalOf = async (fake: FakeEventStoreDb, connectionString: string): Promise<string> => {
  const failure = await open(fake, connectionString).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(UnusableEventStoreUrl);
  const { message } = failure as UnusableEventStoreUrl;
  expect(message).not.toMatch(/\n/);
  return message;
};

it('opens with the certificate of its authority and its user', async () => {
  const fake = await secured();
  const store = await open(
    fake,
    `esdb://${userOf(security)}@127.0.0.1:${fake.port}?tls=true&tlsCAFile=${await authorityFile()}`,
  );
  await store.verify();
  const followed = await new Promise<readonly string[]>((resolve) => {
    store.subscribe(positionStart, { onEvents: (events) => resolve(events.map(({ type }) => type)) });
  });
  expect(followed).toEqual(['LogCreated']);
});

it('without the certificate of its authority, or with another one', async () => {
  const fake = await secured();
  const url = `esdb://${userOf(security)}@127.0.0.1:${fake.port}`;
  const said =
    `EVENTSTORE_URL: the certificate of 127.0.0.1:${fake.port} is of an authority that is not known here: ` +
    'name the file of its certificate with tlsCAFile=/path/ca.crt';
  expect(await refusalOf(fake, url)).toBe(said);
  const other = await authorityFile(await newSecurity());
  expect(await refusalOf(fake, `${url}?tlsCAFile=${other}`)).toBe(said);
  expect(await refusalOf(fake, `${url}?tlsCAFile=/nowhere/ca.crt`)).toBe(
    'EVENTSTORE_URL: tlsCAFile names /nowhere/ca.crt, which cannot be read',
  );
});

it('with a certificate for other names, or one that has expired', async () => {
  const elsewhere = await newSecurity(['eventstore.example.org']);
  const fake = await secured(elsewhere);
  const url = `esdb://${userOf(elsewhere)}@127.0.0.1:${fake.port}`;
  expect(await refusalOf(fake, `${url}?tlsCAFile=${await authorityFile(elsewhere)}`)).toBe(
    `EVENTSTORE_URL: the certificate of 127.0.0.1:${fake.port} is for other names: write one of them as the host`,
  );
  const expired = await newSecurity(['127.0.0.1'], new Date(Date.now() - 60_000));
  const old = await secured(expired);
  expect(
    await refusalOf(
      old,
      `esdb://${userOf(expired)}@127.0.0.1:${old.port}?tlsCAFile=${await authorityFile(expired)}`,
    ),
  ).toBe(`EVENTSTORE_URL: the certificate of 127.0.0.1:${old.port} has expired: it needs a new one`);
});

it('with a wrong password, which is not repeated', async () => {
  const fake = await secured();
  const said = await refusalOf(
    fake,
    `esdb://admin:guessed@127.0.0.1:${fake.port}?tlsCAFile=${await authorityFile()}`,
  );
  expect(said).toBe(
    'EVENTSTORE_URL: the server refuses user admin: write the name and password of a user that may read and write',
  );
});

it('without TLS where there is some, and the other way round', async () => {
  const fake = await secured();
  expect(await refusalOf(fake, `esdb://127.0.0.1:${fake.port}?tls=false`)).toBe(
    `EVENTSTORE_URL: 127.0.0.1:${fake.port} speaks TLS: write esdb://user:password@127.0.0.1:${fake.port} without tls=false`,
  );
  const plain = await givenServer();
  expect(await refusalOf(plain, `esdb://admin:changeit@127.0.0.1:${plain.port}`)).toBe(
    `EVENTSTORE_URL: 127.0.0.1:${plain.port} does not speak TLS: write esdb://127.0.0.1:${plain.port}?tls=false, or give the server a certificate`,
  );
});

it('where there is no server, or no such host', async () => {
  const fake = await givenServer();
  const port = await freePort();
  expect(await refusalOf(fake, `esdb://127.0.0.1:${port}?tls=false`)).toBe(
    `EVENTSTORE_URL: nothing listens at 127.0.0.1:${port}: write the address of a server`,
  );
  expect(await refusalOf(fake, 'esdb://no-such-host.invalid:2113?tls=false')).toBe(
    'EVENTSTORE_URL: there is no host no-such-host.invalid:2113: write the address of a server',
  );
});
