// Proves from a running server's /v1/events, and from nothing else, that no seat ever had two owners. Shares no
// code with the server: it is what a stranger would write from the description of the log. Needs Node 20 or newer.
//   MARQUEE_TOKEN=<token of an analyst> node docs/check-log.mjs http://127.0.0.1:3000
// Ends with 0 when the log keeps the promise, 1 at the first place where it does not, 2 when it cannot be read.
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

const [base = 'http://127.0.0.1:3000', token = process.env.MARQUEE_TOKEN ?? ''] = process.argv.slice(2);
const free = 'available';
const lastRevision = new Map(); // stream → revision
const showtimes = new Map(); // stream → seat id → who has it
const counts = new Map(); // event type → number seen
class Violation extends Error {}

const ids = (seats) => seats.map(({ id }) => id);
const held = ({ holdId }) => `held by ${holdId}`;
const booked = ({ bookingId }) => `booked by ${bookingId}`;
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
    SeatsBlocked: (data) => [[data.seatIds, free, 'blocked']],
    SeatsUnblocked: (data) => [[data.seatIds, 'blocked', free]],
  }),
);
const endsHold = new Set(['HoldReleased', 'HoldExpired', 'SeatsBooked']);

const applyToShowtime = ({ stream, type, data }, violated) => {
  const seats = showtimes.get(stream);
  if ((type === 'ShowtimeScheduled') !== (seats === undefined)) violated('before it exists, or twice');
  if (type === 'ShowtimeScheduled' || type === 'ShowtimeMovedToLayout') {
    const drawn = new Map(ids(data.seats).map((id) => [id, seats?.get(id) ?? free]));
    const lost = [...(seats ?? [])].find(([id, owner]) => owner !== free && !drawn.has(id));
    if (lost !== undefined) violated(`drops seat ${lost[0]}, ${lost[1]}`);
    showtimes.set(stream, drawn);
    return;
  }
  const holdLives = () => [...seats.values()].includes(held(data));
  if (type === 'SeatsHeld' && holdLives()) violated(`names a hold that exists: ${data.holdId}`);
  if (type === 'HoldExtended' && !holdLives()) violated(`names a hold that is over: ${data.holdId}`);
  for (const [seatIds, from, to] of moves.get(type)?.(data) ?? []) {
    for (const id of seatIds) {
      const owner = seats.get(id) ?? 'not in the hall';
      if (owner !== from) violated(`wants seat ${id} ${from}, but it is ${owner}`);
      seats.set(id, to);
    }
  }
  if (endsHold.has(type) && holdLives()) violated(`leaves seats behind, ${held(data)}`);
};

const check = (event, after) => {
  const { stream, revision, position, type } = event;
  const violated = (what) => {
    throw new Violation(`${stream} revision ${revision}, position ${position}: ${type} ${what}`);
  };
  if (!/^\d{20}$/.test(position) || position <= after) violated(`does not come after position ${after}`);
  const next = (lastRevision.get(stream) ?? -1) + 1;
  if (revision !== next) violated(`should have revision ${next}`);
  lastRevision.set(stream, revision);
  counts.set(type, (counts.get(type) ?? 0) + 1);
  if (stream.startsWith('showtime-')) applyToShowtime(event, violated);
};

try {
  for (let after = '0'.repeat(20), last = ''; after !== last; ) {
    last = after;
    const url = new URL(`/v1/events?after=${after}&limit=1000`, base);
    const answer = await fetch(url, { headers: token === '' ? {} : { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${url} answers ${answer.status} ${await answer.text()}`);
    for await (const line of createInterface({ input: Readable.fromWeb(answer.body) })) {
      const event = JSON.parse(line);
      check(event, after);
      after = event.position;
    }
  }
  for (const [type, count] of [...counts].sort()) console.log(`${String(count).padStart(9)} ${type}`);
  console.log(`${lastRevision.size} streams, ${showtimes.size} showtimes: no seat ever had two owners`);
} catch (error) {
  console.error(error instanceof Violation ? `VIOLATION ${error.message}` : `cannot read the log: ${error}`);
  process.exitCode = error instanceof Violation ? 1 : 2;
}
