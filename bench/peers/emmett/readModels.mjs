/**
 * The read models of seat maps and bookings as projections of emmett's: rows that hold what the program's hold of seats,
 * states and totals. `each` changes the rows of one event; `whole` folds a batch and writes each row of it once.
 */
import { SQL, sql } from '@event-driven-io/dumbo';
import {
  postgreSQLRawBatchSQLProjection,
  postgreSQLRawSQLProjection,
} from '@event-driven-io/emmett-postgresql';

const idOf = ({ metadata: { streamName } }) => streamName.slice(streamName.indexOf('-') + 1);
const idsOf = (seats) => seats.map(({ id }) => id);
const json = (value) => sql('%L', JSON.stringify(value));

const seatMapEvents = [
  'ShowtimeScheduled',
  'ShowtimeMovedToLayout',
  'SeatsHeld',
  'HoldSwapped',
  'HoldReleased',
  'HoldExpired',
  'SeatsReturned',
  'SeatsBlocked',
  'SeatsUnblocked',
];

const seatMapTable = SQL`
  CREATE TABLE IF NOT EXISTS seat_maps (
    showtime_id text COLLATE "C" PRIMARY KEY,
    total_seats integer NOT NULL,
    taken jsonb NOT NULL
  ) WITH (fillfactor = 70)`;

/** Seats that an event frees, and then those that it takes. */
const changeOf = ({ type, data }) => {
  switch (type) {
    case 'SeatsHeld':
      return { freed: [], taken: idsOf(data.seats) };
    case 'HoldSwapped':
      return { freed: data.released, taken: idsOf(data.added) };
    case 'SeatsBlocked':
      return { freed: [], taken: data.seatIds };
    default:
      return { freed: data.seatIds, taken: [] };
  }
};

const changeSeatMap = (event) => {
  const { type, data } = event;
  const id = idOf(event);
  if (type === 'ShowtimeScheduled')
    return sql("INSERT INTO seat_maps VALUES (%L, %s, '[]')", id, data.seats.length);
  if (type === 'ShowtimeMovedToLayout')
    return sql('UPDATE seat_maps SET total_seats = %s WHERE showtime_id = %L', data.seats.length, id);
  const { freed, taken } = changeOf(event);
  if (freed.length === 0)
    return sql('UPDATE seat_maps SET taken = taken || %s WHERE showtime_id = %L', json(taken), id);
  const without = sql('taken - ARRAY[%L]', freed);
  const after = taken.length === 0 ? without : `(${without}) || ${json(taken)}`;
  return sql('UPDATE seat_maps SET taken = %s WHERE showtime_id = %L', after, id);
};

const changeSeatMaps = (events) => {
  const drawn = new Map();
  /** By showtime, whether each seat that events of the batch name is taken after them. */
  const touched = new Map();
  for (const event of events) {
    const id = idOf(event);
    if (event.type === 'ShowtimeScheduled' || event.type === 'ShowtimeMovedToLayout')
      drawn.set(id, event.data.seats.length);
    else {
      const seats = touched.get(id) ?? new Map();
      touched.set(id, seats);
      const { freed, taken } = changeOf(event);
      for (const seatId of freed) seats.set(seatId, false);
      for (const seatId of taken) seats.set(seatId, true);
    }
  }
  const shows = [...drawn].map(([id, seats]) => ({ id, seats }));
  const changes = [...touched].map(([id, seats]) => ({
    id,
    touched: [...seats.keys()],
    taken: [...seats].flatMap(([seatId, isTaken]) => (isTaken ? [seatId] : [])),
  }));
  return [
    sql(
      `INSERT INTO seat_maps SELECT id, seats, '[]' FROM json_to_recordset(%s) AS new (id text, seats integer)
        ON CONFLICT (showtime_id) DO UPDATE SET total_seats = excluded.total_seats`,
      json(shows),
    ),
    sql(
      `UPDATE seat_maps SET taken = (seat_maps.taken - new.touched) || new.taken
        FROM json_to_recordset(%s) AS new (id text, touched text[], taken jsonb) WHERE showtime_id = id`,
      json(changes),
    ),
  ];
};

const statusAfter = {
  PaymentAttempted: 'payment_pending',
  PaymentDeclined: 'initiated',
  PaymentUnreached: 'initiated',
  BookingConfirmed: 'confirmed',
  BookingExpired: 'expired',
  BookingCancelled: 'cancelled',
};
const bookingEvents = ['BookingInitiated', 'BookingRevised', ...Object.keys(statusAfter)];

const bookingTable = SQL`
  CREATE TABLE IF NOT EXISTS bookings (
    booking_id text COLLATE "C" PRIMARY KEY,
    showtime_id text COLLATE "C" NOT NULL,
    customer_id text COLLATE "C" NOT NULL,
    status text NOT NULL,
    seats jsonb NOT NULL,
    total bigint NOT NULL
  ) WITH (fillfactor = 70)`;

const changeBooking = (event) => {
  const { type, data } = event;
  const id = idOf(event);
  if (type === 'BookingInitiated') {
    const { showtimeId, customerId, seats, total } = data;
    const columns = sql('%L, %L, %L', id, showtimeId, customerId);
    return sql("INSERT INTO bookings VALUES (%s, 'initiated', %s, %s)", columns, json(seats), total.amount);
  }
  if (type === 'BookingRevised') {
    const { customerId, seats, total } = data;
    const set = sql('customer_id = %L, seats = %s, total = %s', customerId, json(seats), total.amount);
    return sql('UPDATE bookings SET %s WHERE booking_id = %L', set, id);
  }
  return sql('UPDATE bookings SET status = %L WHERE booking_id = %L', statusAfter[type], id);
};

const changeBookings = (events) => {
  const initiated = new Map();
  /** Of bookings that are in the table. */
  const changed = new Map();
  for (const event of events) {
    const { type, data } = event;
    const id = idOf(event);
    const bought = { customer_id: data.customerId, seats: data.seats, total: data.total?.amount };
    const known = initiated.get(id);
    if (type === 'BookingInitiated')
      initiated.set(id, { id, showtime_id: data.showtimeId, status: 'initiated', ...bought });
    else {
      const change = type === 'BookingRevised' ? bought : { status: statusAfter[type] };
      if (known !== undefined) Object.assign(known, change);
      else changed.set(id, { ...changed.get(id), id, ...change });
    }
  }
  const columns = 'id text, showtime_id text, customer_id text, status text, seats jsonb, total bigint';
  return [
    sql(
      `INSERT INTO bookings SELECT id, showtime_id, customer_id, status, seats, total
        FROM json_to_recordset(%s) AS new (${columns})`,
      json([...initiated.values()]),
    ),
    sql(
      `UPDATE bookings SET customer_id = coalesce(new.customer_id, bookings.customer_id),
          status = coalesce(new.status, bookings.status), seats = coalesce(new.seats, bookings.seats),
          total = coalesce(new.total, bookings.total)
        FROM json_to_recordset(%s) AS new (${columns}) WHERE booking_id = id`,
      json([...changed.values()]),
    ),
  ];
};

const seatMapModel = { name: 'seat_maps', canHandle: seatMapEvents, init: () => seatMapTable };
const bookingModel = { name: 'bookings', canHandle: bookingEvents, init: () => bookingTable };

export const each = [
  postgreSQLRawSQLProjection({ ...seatMapModel, evolve: changeSeatMap }),
  postgreSQLRawSQLProjection({ ...bookingModel, evolve: changeBooking }),
];

export const whole = [
  postgreSQLRawBatchSQLProjection({ ...seatMapModel, evolve: changeSeatMaps }),
  postgreSQLRawBatchSQLProjection({ ...bookingModel, evolve: changeBookings }),
];
