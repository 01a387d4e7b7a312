import { bookingAggregate } from '../../domain/booking/bookingAggregate.ts';
import { idOfStream, isStreamOf } from '../../domain/kernel/streams.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed } from '../engine/Projection.ts';
import { businessHourOf } from './businessHour.ts';
import type { LedgerEvent } from './reportEvents.ts';

export interface Show {
  readonly theater_id: string;
  readonly business_date: string;
  readonly zone: string;
  readonly seats: number;
  readonly is_open: boolean;
}

interface Sale {
  readonly showtime_id: string;
  readonly seats: number;
}

/** What the events of a batch are told apart by, as it is while they are applied one after the other. */
export interface Fold {
  readonly shows: Map<string, Show>;
  readonly sales: Map<string, Sale>;
  readonly scheduled: Scheduled[];
  /** Shows that the table has, of which something changed. */
  readonly changed: Set<string>;
  readonly summaries: object[];
  readonly sold: Set<string>;
}

export interface Scheduled extends Show {
  readonly showtime_id: string;
  readonly movie_id: string;
  readonly hall_id: string;
  readonly utc_offset: number;
  readonly starts_at: string;
  readonly ends_at: string;
  readonly currency: string;
  readonly position: string;
  readonly at: string;
}

const readShows =
  'SELECT showtime_id, theater_id, business_date::text, zone, seats, is_open FROM shows WHERE showtime_id = ANY ($1::uuid[])';
const readSales = 'SELECT booking_id, showtime_id, seats FROM bookings WHERE booking_id = ANY ($1::uuid[])';

const isOfBooking = ({ stream }: { readonly stream: string }): boolean =>
  isStreamOf(bookingAggregate, stream);
const isOfShowtime = ({ stream }: { readonly stream: string }): boolean =>
  isStreamOf(showtimeAggregate, stream);

export const beginFold = async (
  events: readonly Placed<LedgerEvent>[],
  transaction: ReadTransaction,
): Promise<Fold> => {
  const bookingIds = new Set(events.filter(isOfBooking).map(({ stream }) => idOfStream(stream)));
  const sales = new Map<string, Sale>();
  for (const row of bookingIds.size === 0 ? [] : await transaction.query(readSales, [[...bookingIds]])) {
    sales.set(String(row.booking_id), { showtime_id: String(row.showtime_id), seats: Number(row.seats) });
  }
  const showtimeIds = new Set([...sales.values()].map(({ showtime_id }) => showtime_id));
  for (const event of events) {
    if (!isOfBooking(event)) showtimeIds.add(idOfStream(event.stream));
    else if (event.type === 'BookingInitiated') showtimeIds.add(event.data.showtimeId);
  }
  const shows = new Map<string, Show>();
  for (const row of await transaction.query(readShows, [[...showtimeIds]])) {
    shows.set(String(row.showtime_id), {
      ...{ theater_id: String(row.theater_id), business_date: String(row.business_date) },
      ...{ zone: String(row.zone), seats: Number(row.seats), is_open: row.is_open === true },
    });
  }
  return { shows, sales, scheduled: [], changed: new Set(), summaries: [], sold: new Set() };
};

export const showtimeOf = (event: Placed<LedgerEvent>, { sales }: Pick<Fold, 'sales'>): string => {
  const id = idOfStream(event.stream);
  if (!isOfBooking(event)) return id;
  if (event.type === 'BookingInitiated') return event.data.showtimeId;
  const sale = sales.get(id);
  if (sale === undefined) throw new Error(`${event.type} before BookingInitiated`);
  return sale.showtime_id;
};

const rememberShow = (event: Placed<LedgerEvent>, { shows, scheduled, changed, summaries }: Fold): void => {
  const id = idOfStream(event.stream);
  const show = shows.get(id);
  if (event.type === 'ShowtimeScheduled') {
    const {
      movieId,
      theaterId: theater_id,
      hallId,
      timeZone: zone,
      startsAt,
      endsAt,
      businessDate,
    } = event.data;
    const { offset: utc_offset } = businessHourOf(startsAt, zone);
    const known = {
      theater_id,
      business_date: businessDate,
      zone,
      seats: event.data.seats.length,
      is_open: true,
    };
    shows.set(id, known);
    scheduled.push({
      ...known,
      ...{ showtime_id: id, movie_id: movieId, hall_id: hallId },
      ...{ utc_offset, starts_at: startsAt, ends_at: endsAt },
      ...{ currency: event.data.priceTerms.base.currency, position: event.position, at: event.at },
    });
    return;
  }
  if (show === undefined) {
    if (event.type === 'ShowtimeMovedToLayout') throw new Error(`${event.type} before ShowtimeScheduled`);
    return;
  }
  const seats = event.type === 'ShowtimeMovedToLayout' ? event.data.seats.length : show.seats;
  const is_open = event.type !== 'ShowtimeSummarized';
  if (event.type === 'ShowtimeSummarized') {
    summaries.push({ showtime_id: id, position: event.position, at: event.at, summary: event.data });
  }
  if (seats === show.seats && is_open === show.is_open) return;
  shows.set(id, { ...show, seats, is_open });
  changed.add(id);
};

export const remember = (event: Placed<LedgerEvent>, fold: Fold): void => {
  if (isOfShowtime(event)) rememberShow(event, fold);
  if (event.type !== 'BookingInitiated' && event.type !== 'BookingRevised') return;
  const id = idOfStream(event.stream);
  fold.sales.set(id, { showtime_id: showtimeOf(event, fold), seats: event.data.seats.length });
  fold.sold.add(id);
};
