/** The store of waiting rooms is away: polls go on from memory for a while, and holds are refused or let through by a setting. */
import { afterEach, expect, it } from 'vitest';
import { openMemoryWaitingRoom } from '../../../src/adapters/memory/MemoryWaitingRoom.ts';
import { createRooms } from '../../../src/commands/queue/rooms.ts';
import { type WaitingRoom, WaitingRoomUnavailable } from '../../../src/ports/WaitingRoom.ts';
import { hold, openCinema, problemOf } from '../support/cinema.ts';
import { openQueueOf } from '../support/queues.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
afterEach(() => target.close());

/** A queue with one caller who is admitted and one who waits, and a store that can be taken away. */
const openRoom = async (openWithoutWaitingRoom: boolean) => {
  const store = openMemoryWaitingRoom();
  let isAway = false;
  const waitingRoom: WaitingRoom = new Proxy(store, {
    get: (of, name, receiver) =>
      isAway
        ? async () => {
            throw new WaitingRoomUnavailable('taken away');
          }
        : Reflect.get(of, name, receiver),
  });
  let nowMs = () => 0;
  const rooms = createRooms(waitingRoom, { nowMs: () => nowMs() });
  target = await openTestApp({ settings: { openWithoutWaitingRoom }, deps: { waitingRoom, rooms } });
  nowMs = () => target.clock.nowMs();
  const cinema = await openCinema(target);
  const room = await openQueueOf(target, cinema, { openAdmissionsMax: 1 });
  const callers = await room.crowd(2);
  await room.advance(room.untilSale());
  const looks = await Promise.all(
    callers.map(async (caller) => ({ ...caller, ...(await room.look(caller.headers, caller.entry)).body })),
  );
  const admitted = looks.find(({ status }) => status === 'admitted');
  const waiting = looks.find(({ status }) => status === 'waiting');
  if (admitted?.admission === undefined || waiting === undefined) throw new Error('no one was admitted');
  const byTurn = { ...admitted.headers, 'queue-admission': admitted.admission };
  // What this node has read of the turn.
  target.clock.advance(600);
  await room.look(waiting.headers, waiting.entry);
  isAway = true;
  return { cinema, room, waiting, byTurn };
};

it('answers who waits, and takes holds by turn, from what it knew half a minute ago', async () => {
  const { cinema, room, waiting, byTurn } = await openRoom(false);
  target.clock.advance(29_000);
  expect((await room.look(waiting.headers, waiting.entry)).body.status).toBe('waiting');
  expect((await hold(target, cinema, { seatIds: ['A1'] }, byTurn)).status).toBe(201);
  target.clock.advance(2_000);
  expect(problemOf(await room.look(waiting.headers, waiting.entry))).toBe('503 temporarily-unavailable');
});

it('refuses entries, and with the setting closed every hold', async () => {
  const { cinema, room, byTurn } = await openRoom(false);
  expect(problemOf(await room.enter(await room.guest()))).toBe('503 temporarily-unavailable');
  target.clock.advance(31_000);
  expect(problemOf(await hold(target, cinema, { seatIds: ['A1'] }, byTurn))).toBe(
    '503 temporarily-unavailable',
  );
  expect(problemOf(await hold(target, cinema, { seatIds: ['A1'] }))).toBe('403 queue-required');
});

it('sells to everyone with the setting open', async () => {
  const { cinema, byTurn } = await openRoom(true);
  expect(problemOf(await hold(target, cinema, { seatIds: ['A1'] }))).toBe('403 queue-required');
  target.clock.advance(31_000);
  expect((await hold(target, cinema, { seatIds: ['A1'] })).status).toBe(201);
  expect((await hold(target, cinema, { seatIds: ['A2'] }, byTurn)).status).toBe(201);
});
