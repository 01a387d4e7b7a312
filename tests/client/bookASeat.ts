/** What a stranger writes against the generated client: `node bookASeat.ts <base URL>` buys the best seat of the first show. */
import createClient from 'openapi-fetch';
import type { paths } from './generated/schema.ts';

const [baseUrl = ''] = process.argv.slice(2);
const api = createClient<paths>({ baseUrl });

const shows = await api.GET('/v1/showtimes', { params: { query: { limit: '1' } } });
const show = shows.data?.items[0];
if (show === undefined) throw new Error(`no show: ${shows.error?.type}`);

const hold = await api.POST('/v1/showtimes/{id}/holds', {
  params: { path: { id: show.id } },
  body: { bestAvailable: { count: 1 } },
});
if (hold.error !== undefined) {
  const { error } = hold;
  // The type says which problems there are, and which fields each has.
  if (error.type === '/problems/seats-unavailable') throw new Error(`taken: ${error.unavailable.join()}`);
  throw new Error(error.title);
}

const booking = await api.POST('/v1/bookings', {
  params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
  body: {
    holdToken: hold.data.holdToken,
    customer: { name: 'Ada Lovelace', email: 'ada@example.org' },
    payment: { method: 'card', token: 'tok_ok' },
  },
});
if (booking.data === undefined) throw new Error(booking.error.title);

const { bookingId, accessToken, status, seats, total } = booking.data;
const read = await api.GET('/v1/bookings/{id}', {
  params: { path: { id: bookingId }, header: { 'Booking-Access': accessToken } },
});
const same = read.data?.reference === booking.data.reference;
const seatIds = seats.map(({ id }) => id);
process.stdout.write(JSON.stringify({ showtimeId: show.id, status, seatIds, total, same }));
