/**
 * A waiting room on two nodes, of which one is killed while callers enter and again while they buy: no entry that was
 * acknowledged is lost, places are the same everywhere, and everyone gets their turn.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { cleanUp, dataFolder, makeToken, startProgram } from '../support/program.ts';
import { call, expectStatus, list, problemOf, text } from './support/api.ts';
import { openCinema } from './support/cinema.ts';
import { checkLog, readLog, streamOf } from './support/log.ts';
import { buyByTurn, enterQueue, holdByTurn, type Line, lookAt, newSession } from './support/waitingRoom.ts';

const callersCount = 40;
const openMax = 4;
const run = promisify(execFile);
const verifyLot = path.resolve(import.meta.dirname, '../../docs/verify-lot.mjs');

afterAll(cleanUp);

it('loses no place when a node is killed, and sells to everyone by turn', { timeout: 240_000 }, async () => {
  const dataDir = await dataFolder();
  const stays = await startProgram({ dataDir });
  const dies = await startProgram({ dataDir });
  const token = await makeToken(dataDir, 'admin');
  const cinema = await openCinema(stays.url, token, { rows: 5, seatsPerRow: 10 });
  const { showtimeId } = cinema;
  let urls = [stays.url, dies.url];
  const saleStartsAtMs = Date.now() + 15_000;
  const { id: queueId, seedHash } = expectStatus(
    await call(stays.url, 'POST', '/v1/queues', {
      token,
      body: {
        showtimeIds: [showtimeId],
        entryOpensAt: new Date().toISOString(),
        saleStartsAt: new Date(saleStartsAtMs).toISOString(),
        openAdmissionsMax: openMax,
      },
    }),
    201,
  ).body;
  const line: Line = { queueId: text(queueId), showtimeId, urls: () => urls };

  // Half of them have entered when a node dies, the others are on their way.
  const sessions = await Promise.all(Array.from({ length: callersCount }, () => newSession(line)));
  const early = await Promise.all(
    sessions.slice(0, callersCount / 2).map((session) => enterQueue(line, session)),
  );
  const entering = sessions.slice(callersCount / 2).map((session) => enterQueue(line, session));
  urls = [stays.url];
  await dies.kill();
  const callers = [...early, ...(await Promise.all(entering))];
  expect(Date.now()).toBeLessThan(saleStartsAtMs);
  for (const caller of early) expect((await enterQueue(line, caller.session)).id).toBe(caller.id);
  const [first] = early;
  if (first === undefined) throw new Error('no one has entered');
  expect(problemOf(await holdByTurn(line, first, first.entry))).toBe('queue-required');

  const seenAt = async () =>
    new Map(
      await Promise.all(
        callers.map(async (caller) => {
          const { place } = await lookAt(line, caller);
          if (typeof place !== 'number') throw new Error('not drawn yet');
          return [caller.id, place] as const;
        }),
      ),
    );
  const places = await eventually(seenAt, 60_000);
  expect([...places.values()].sort((one, other) => one - other)).toEqual(
    Array.from({ length: callersCount }, (_, index) => index + 1),
  );
  const { stdout } = await run(process.execPath, [verifyLot, stays.url, line.queueId, text(seedHash)]);
  const byPlace = [...places].sort(([, one], [, other]) => one - other);
  expect(stdout).toBe(byPlace.map(([id, place]) => `${place} ${id}\n`).join(''));

  const second = await startProgram({ dataDir });
  urls = [second.url];
  expect(await seenAt()).toEqual(places);
  urls = [stays.url, second.url];

  // The node that calls the turns is killed while they buy; the other goes on with it.
  const buying = Promise.all(callers.map((caller) => buyByTurn(line, caller)));
  buying.catch(() => undefined);
  const openTurns = async () => {
    const events = await readLog(second.url, token, `${streamOf(showtimeId)}&type=SeatsBooked`);
    expect(events.length).toBeGreaterThan(3);
  };
  await eventually(openTurns, 60_000);
  urls = [second.url];
  await stays.kill();
  const told = await buying;
  expect(told.map(({ status, body }) => `${status} ${text(body.status)}`)).toEqual(
    callers.map(() => '201 confirmed'),
  );

  const booked = await readLog(second.url, token, `${streamOf(showtimeId)}&type=SeatsBooked`);
  const admissions = booked.map(({ data }) => text(Object(Object(data).admission).entryId));
  expect(new Set(admissions)).toEqual(new Set(callers.map(({ id }) => id)));
  const seats = expectStatus(await call(second.url, 'GET', `/v1/showtimes/${showtimeId}/seats`), 200).body;
  expect(list(seats.seats).filter(({ status }) => status === 'booked')).toHaveLength(callersCount);
  await checkLog(second.url, token);
});
