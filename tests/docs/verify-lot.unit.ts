/** docs/verify-lot.mjs against a queue that was drawn here, and against answers that were tampered with. */
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, openCinema } from '../api/support/cinema.ts';
import { openQueueOf } from '../api/support/queues.ts';
import { openTestApp, type TestApp } from '../api/support/testApp.ts';

const script = path.resolve(import.meta.dirname, '../../docs/verify-lot.mjs');
const run = promisify(execFile);

interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const verify = async (...args: readonly string[]): Promise<Told> => {
  try {
    const { stdout, stderr } = await run(process.execPath, [script, ...args], { timeout: 30_000 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Told;
    return { code, stdout, stderr };
  }
};

interface Listed {
  root: string;
  entries: { id: string; contribution: string }[];
}

let target: TestApp;
let room: Awaited<ReturnType<typeof openQueueOf>>;
let url: string;
let places: string;
let list: Listed;
let queue: Record<string, unknown>;
beforeAll(async () => {
  target = await openTestApp();
  room = await openQueueOf(target, await openCinema(target), { openAdmissionsMax: 1 });
  const callers = await room.crowd(12);
  await room.advance(room.untilSale());
  await room.crowd(1);
  url = await target.app.listen({ host: '127.0.0.1', port: 0 });
  const looked = await Promise.all(callers.map(({ headers, entry }) => room.look(headers, entry)));
  const inOrder = looked.toSorted((one, other) => (one.body.place ?? 0) - (other.body.place ?? 0));
  places = inOrder.map(({ body }) => `${body.place} ${body.id}\n`).join('');
  list = (await call<{ root: string } & Listed>(target, { url: `${room.url}/entries` })).body;
  queue = (await call(target, { url: room.url })).body;
});
afterAll(() => target.close());

it('finds the places that the callers were given', async () => {
  expect(await verify(url, room.queueId, String(queue.seedHash))).toEqual({
    code: 0,
    stdout: places,
    stderr: '12 entries, 0 faults\n',
  });
});

it('says what it cannot check', async () => {
  const unknown = await verify(url, '019de44b-5bc0-7d82-8190-0109d5bd6805');
  expect([unknown.code, unknown.stderr]).toEqual([2, '404: There is no such queue\n']);
  expect((await verify()).code).toBe(2);
});

/** The same two answers, changed. */
const verifyChanged = async (change: (answers: { queue: Record<string, unknown>; list: Listed }) => void) => {
  const answers = structuredClone({ queue, list });
  change(answers);
  const server: Server = createServer((request, response) =>
    response.end(JSON.stringify(request.url?.endsWith('/entries') === true ? answers.list : answers.queue)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const { code, stderr } = await verify(`http://127.0.0.1:${port}`, room.queueId, String(queue.seedHash));
    return [code, stderr];
  } finally {
    server.close();
  }
};

it('notices another seed, a missing entry, an entry that was added, and a changed contribution', async () => {
  const other = { id: '019de44b-5bc0-7d82-8190-0109d5bd6805', contribution: 'ab'.repeat(32) };
  expect(
    await verifyChanged((answers) => {
      answers.queue.seed = 'ab'.repeat(32);
    }),
  ).toEqual([1, 'the seed has another hash\n12 entries, 1 faults\n']);
  const changed = 'the list of entries has another root\n';
  expect(await verifyChanged((answers) => void answers.list.entries.pop())).toEqual([
    1,
    `${changed}11 entries, 1 faults\n`,
  ]);
  expect(await verifyChanged((answers) => void answers.list.entries.push(other))).toEqual([
    1,
    `${changed}13 entries, 1 faults\n`,
  ]);
  expect(
    await verifyChanged(({ list: { entries } }) => {
      entries[0] = { ...other, id: entries[0]?.id ?? '' };
    }),
  ).toEqual([1, `${changed}12 entries, 1 faults\n`]);
  expect(
    await verifyChanged((answers) => {
      answers.queue.seedHash = 'ab'.repeat(32);
    }),
  ).toEqual([1, 'the seed hash is not the one noted\nthe seed has another hash\n12 entries, 2 faults\n']);
});
