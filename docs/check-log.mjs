// Proves from a running server's /v1/events, and from nothing else, that no seat ever had two owners. Shares no
// code with the server: it is what a stranger would write from the description of the log. Needs Node 20 or newer.
//   MARQUEE_TOKEN=<token of an analyst> node docs/check-log.mjs http://127.0.0.1:3000
// Ends with 0 when the log keeps the promise, 1 at the first place where it does not, 2 when it cannot be read.
import { get } from 'node:http';
import { get as getSecurely } from 'node:https';
import { isMainThread, Worker } from 'node:worker_threads';

const [base = 'http://127.0.0.1:3000', token = process.env.MARQUEE_TOKEN ?? ''] = process.argv.slice(2);
const showtimes = new Map(); // stream → { hall, owned }
const halls = new Map(); // seat ids as JSON → seat id → place
const counts = new Map(); // event type → number seen
class Violation extends Error {}

// Stream → its last revision, for millions of streams: 12 bytes each, found by 64 bits of the stream's name. Two names
// with the same bits would be told as a violation.
const revisions = { size: 0, keys: new Uint32Array(2 << 12), last: new Int32Array(1 << 12) };

const hashOf = (name) => {
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  for (let place = 0; place < name.length; place += 1) {
    const code = name.charCodeAt(place);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x5bd1e995);
    other ^= other >>> 15;
  }
  return [one >>> 0 || 1, other >>> 0];
};

const slotOf = ({ keys, last }, [one, other]) => {
  let slot = (one ^ (other << 7)) & (last.length - 1);
  while (keys[2 * slot] !== 0 && (keys[2 * slot] !== one || keys[2 * slot + 1] !== other)) {
    slot = (slot + 1) & (last.length - 1);
  }
  return slot;
};

const grow = () => {
  const { keys, last } = revisions;
  revisions.keys = new Uint32Array(2 * keys.length);
  revisions.last = new Int32Array(2 * last.length);
  for (let slot = 0; slot < last.length; slot += 1) {
    if (keys[2 * slot] === 0) continue;
    const to = slotOf(revisions, [keys[2 * slot], keys[2 * slot + 1]]);
    revisions.keys.set([keys[2 * slot], keys[2 * slot + 1]], 2 * to);
    revisions.last[to] = last[slot];
  }
};

// The revision that the stream's next event should have; the one it has is remembered.
const nextRevision = (stream, revision) => {
  if (revisions.size * 2 > revisions.last.length) grow();
  const hash = hashOf(stream);
  const slot = slotOf(revisions, hash);
  const isNew = revisions.keys[2 * slot] === 0;
  const next = isNew ? 0 : revisions.last[slot] + 1;
  if (isNew) {
    revisions.size += 1;
    revisions.keys.set(hash, 2 * slot);
  }
  revisions.last[slot] = revision;
  return next;
};

const free = { kind: 'available', id: '' };
const blocked = { kind: 'blocked', id: '' };
const ids = (seats) => seats.map(({ id }) => id);
const held = ({ holdId }) => ({ kind: 'held', id: holdId });
const booked = ({ bookingId }) => ({ kind: 'booked', id: bookingId });
const said = ({ kind, id }) => (id === '' ? kind : `${kind} by ${id}`);
// What each event does: these seats go from the one to the other.
const moves = new Map(
  Object.entries({
    SeatsHeld: (data) => [[ids(data.seats), free, held(data)]],
    HoldSwapped: (data) => [
      [data.released, held(data), free],
      [ids(data.added), free, held(data)],
    ],
    HoldReleased: (data) => [[data.seatIds, held(data), free]],
    HoldExpired: (data) => [[data.seatIds, held(data), free]],
    SeatsBooked: (data) => [[data.seatIds, held(data), booked(data)]],
    SeatsReturned: (data) => [[data.seatIds, booked(data), free]],
    SeatsBlocked: (data) => [[data.seatIds, free, blocked]],
    SeatsUnblocked: (data) => [[data.seatIds, blocked, free]],
  }),
);
const endsHold = new Set(['HoldReleased', 'HoldExpired', 'SeatsBooked']);

// Many showtimes have the same hall, and most of their seats are free: each keeps only whose its other seats are, as
// place, kind and id after one another.
const hallOf = (seatIds) => {
  const key = JSON.stringify(seatIds);
  const hall = halls.get(key) ?? new Map(seatIds.map((id, place) => [id, place]));
  halls.set(key, hall);
  return hall;
};
const slotIn = ({ owned }, place) => {
  for (let slot = 0; slot < owned.length; slot += 3) if (owned[slot] === place) return slot;
  return -1;
};
const ownerOf = (showtime, seatId) => {
  const place = showtime.hall.get(seatId);
  if (place === undefined) return { kind: 'not in the hall', id: '' };
  const slot = slotIn(showtime, place);
  return slot === -1 ? free : { kind: showtime.owned[slot + 1], id: showtime.owned[slot + 2] };
};
const give = (showtime, seatId, { kind, id }) => {
  const place = showtime.hall.get(seatId);
  const slot = slotIn(showtime, place);
  if (kind === free.kind) showtime.owned.splice(slot, 3);
  else if (slot === -1) showtime.owned.push(place, kind, id);
  else showtime.owned.splice(slot + 1, 2, kind, id);
};
const owns = ({ owned }, { kind, id }) =>
  owned.some((value, at) => at % 3 === 2 && value === id && owned[at - 1] === kind);

const drawn = (showtime, seatIds, violated) => {
  const hall = hallOf(seatIds);
  const owned = [];
  for (const [id] of showtime?.hall ?? []) {
    const owner = ownerOf(showtime, id);
    if (owner.kind === free.kind) continue;
    if (!hall.has(id)) violated(`drops seat ${id}, ${said(owner)}`);
    owned.push(hall.get(id), owner.kind, owner.id);
  }
  return { hall, owned };
};

const applyToShowtime = ({ stream, type, data }, violated) => {
  const showtime = showtimes.get(stream);
  if ((type === 'ShowtimeScheduled') !== (showtime === undefined)) violated('before it exists, or twice');
  if (type === 'ShowtimeScheduled' || type === 'ShowtimeMovedToLayout') {
    showtimes.set(stream, drawn(showtime, ids(data.seats), violated));
    return;
  }
  const holdLives = () => owns(showtime, held(data));
  if (type === 'SeatsHeld' && holdLives()) violated(`names a hold that exists: ${data.holdId}`);
  if (type === 'HoldExtended' && !holdLives()) violated(`names a hold that is over: ${data.holdId}`);
  for (const [seatIds, from, to] of moves.get(type)?.(data) ?? []) {
    for (const id of seatIds) {
      const owner = ownerOf(showtime, id);
      if (said(owner) !== said(from)) violated(`wants seat ${id} ${said(from)}, but it is ${said(owner)}`);
      give(showtime, id, to);
    }
  }
  if (endsHold.has(type) && holdLives()) violated(`leaves seats behind, ${said(held(data))}`);
};

const check = (event, after) => {
  const { stream, revision, position, type } = event;
  const violated = (what) => {
    throw new Violation(`${stream} revision ${revision}, position ${position}: ${type} ${what}`);
  };
  if (!/^\d{20}$/.test(position) || position <= after) violated(`does not come after position ${after}`);
  const next = nextRevision(stream, revision);
  if (revision !== next) violated(`should have revision ${next}`);
  counts.set(type, (counts.get(type) ?? 0) + 1);
  if (stream.startsWith('showtime-')) applyToShowtime(event, violated);
};

const ask = (url) =>
  new Promise((resolve, reject) => {
    const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
    const send = url.protocol === 'https:' ? getSecurely : get;
    send(url, { headers }, (answer) => resolve(answer.setEncoding('utf8'))).once('error', reject);
  });

async function* linesOf(answer) {
  let rest = '';
  for await (const chunk of answer) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    yield* lines;
  }
  if (rest !== '') yield rest;
}

const checkAll = async () => {
  try {
    for (let after = '0'.repeat(20), last = ''; after !== last; ) {
      last = after;
      const url = new URL(`/v1/events?after=${after}&limit=1000`, base);
      const answer = await ask(url);
      for await (const line of linesOf(answer)) {
        if (answer.statusCode !== 200) throw new Error(`${url} answers ${answer.statusCode} ${line}`);
        const event = JSON.parse(line);
        check(event, after);
        after = event.position;
      }
      if (answer.statusCode !== 200) throw new Error(`${url} answers ${answer.statusCode}`);
    }
    for (const [type, count] of [...counts].sort()) console.log(`${String(count).padStart(9)} ${type}`);
    console.log(`${revisions.size} streams, ${showtimes.size} showtimes: no seat ever had two owners`);
  } catch (error) {
    console.error(
      error instanceof Violation ? `VIOLATION ${error.message}` : `cannot read the log: ${error}`,
    );
    process.exitCode = error instanceof Violation ? 1 : 2;
  }
};

if (isMainThread) {
  // Most of what a page of the log leaves is garbage at once: in a small young generation it takes a third of the memory less.
  const limits = { maxYoungGenerationSizeMb: 6 };
  const worker = new Worker(new URL(import.meta.url), {
    argv: process.argv.slice(2),
    resourceLimits: limits,
  });
  worker.once('error', (error) => {
    console.error(`cannot read the log: ${error}`);
    process.exitCode = 2;
  });
  worker.once('exit', (code) => {
    process.exitCode ??= code;
  });
} else await checkAll();
