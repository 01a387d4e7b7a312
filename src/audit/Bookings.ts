/** What each booking owes and owns, by its own events and by those of its showtime. */
import { type Column, columns } from './bookingColumns.ts';
import { Columns } from './Columns.ts';
import {
  type Amount,
  amountIn,
  amountsIn,
  demandSum,
  type Fields,
  pricedSeatsIn,
  shown,
  textIn,
  textsIn,
  wholeIn,
} from './fields.ts';
import { KeyTable, type KeyTableShape } from './KeyTable.ts';
import { tagOf } from './Seats.ts';
import type { OfBooking, Settlements } from './Settlements.ts';

export const bookingStatuses = ['none', 'open', 'confirmed', 'cancelled', 'expired'] as const;
export type BookingStatus = (typeof bookingStatuses)[number];

export interface BookingsShape {
  readonly ids: KeyTableShape;
  readonly cells: Float64Array<ArrayBuffer>;
  readonly currencies: readonly string[];
}

/** Tells a conflict. */
export type Tell = (what: string) => void;

export interface ToldOfBooking {
  readonly type: string;
  readonly position: string;
  data(): Fields;
  readonly tell: Tell;
}

export class Bookings {
  readonly #ids: KeyTable;
  readonly #columns: Columns<Column>;
  readonly #currencies: string[];

  constructor(shape?: BookingsShape) {
    this.#ids = shape === undefined ? new KeyTable() : KeyTable.of(shape.ids);
    this.#columns = new Columns(columns, shape?.cells);
    this.#currencies = [...(shape?.currencies ?? [])];
  }

  get shape(): BookingsShape {
    return { ids: this.#ids.shape, cells: this.#columns.cells, currencies: this.#currencies };
  }

  /** -1 where no event named it. */
  findRow(bookingId: string): number {
    return this.#ids.find(bookingId);
  }

  rowOf(bookingId: string): number {
    return this.#ids.findOrAdd(bookingId);
  }

  /** `none` for a booking without events of its own. */
  statusOf(bookingId: string): BookingStatus {
    const row = this.#ids.find(bookingId);
    return row === -1 ? 'none' : this.#statusOf(row);
  }

  totalOf(bookingId: string): Amount {
    const row = this.#ids.find(bookingId);
    return { minor: this.#columns.get(row, 'total'), currency: this.#currencyOf(row) };
  }

  /** How many have events of their own. */
  count(): number {
    let count = 0;
    for (let row = 0; row < this.#ids.size; row += 1) if (this.#columns.get(row, 'status') !== 0) count += 1;
    return count;
  }

  /** The showtime gave the booking seats. */
  sold(bookingId: string, seats: number, sum: Amount | undefined, tell: Tell): void {
    const row = this.rowOf(bookingId);
    if (this.#statusOf(row) !== 'open')
      tell(`books seats for a booking that is ${this.#told(row)}: ${bookingId}`);
    this.#columns.set(row, 'tag', tagOf(bookingId));
    this.#columns.add(row, 'booked', seats);
    this.#columns.add(row, 'bookedSum', sum?.minor ?? 0);
  }

  /** Of a booking that was given seats, see {@link tagOf}. */
  tagAt(row: number): number {
    return this.#columns.get(row, 'tag');
  }

  returned(row: number, priceMinor: number): void {
    this.#columns.add(row, 'booked', -1);
    this.#columns.add(row, 'bookedSum', -priceMinor);
  }

  /**
   * `data` is asked for only where the type of event says something about seats or money. `settlements` are told of money that
   * moved, at `position`.
   */
  apply(bookingId: string, told: ToldOfBooking, settlements: Settlements): void {
    const { type, position, tell } = told;
    const row = this.rowOf(bookingId);
    let fields: Fields | undefined;
    const data = (): Fields => {
      fields ??= told.data();
      return fields;
    };
    const place = (): OfBooking => ({ position, row, seats: this.#columns.get(row, 'seats') });
    const isFirst = type === 'BookingInitiated';
    if (isFirst !== (this.#statusOf(row) === 'none')) tell('before the booking was begun, or twice');
    switch (type) {
      case 'BookingInitiated':
        settlements.begun(row, textIn(data(), 'showtimeId'));
        this.#bought(row, data(), tell);
        break;
      case 'BookingRevised':
        this.#bought(row, data(), tell);
        break;
      case 'SeatsSecured':
        this.#demandSeats(row, tell);
        break;
      case 'PaymentCaptured':
        settlements.captured(place(), amountIn(data(), 'amount'));
        this.#captured(row, data(), tell);
        break;
      case 'BookingConfirmed':
        this.#confirmed(row, tell);
        break;
      case 'BookingExpired':
        this.#expired(row, tell);
        break;
      case 'BookingCancelled':
        this.#columns.set(row, 'status', bookingStatuses.indexOf('cancelled'));
        break;
      case 'CancellationAccepted':
        settlements.cancelled(place(), data());
        this.#givenUp(row, data(), tell);
        break;
      case 'SeatsReleased':
        this.#released(row, data(), tell);
        break;
      case 'RefundIssued':
      case 'ForeignRefundsFound': {
        const amounts = type === 'RefundIssued' ? [amountIn(data(), 'amount')] : amountsIn(data(), 'refunds');
        settlements.refunded(place(), amounts);
        this.#paidBack(row, amounts, tell);
        break;
      }
    }
  }

  #bought(row: number, data: Fields, tell: Tell): void {
    const seats = pricedSeatsIn(data, 'seats');
    const total = amountIn(data, 'total');
    const off = data.discount === undefined ? 0 : amountIn(data, 'discount').minor;
    const sum = demandSum(seats, { ...total, minor: total.minor + off }, tell);
    this.#columns.set(row, 'status', bookingStatuses.indexOf('open'));
    this.#columns.set(row, 'seats', seats.length);
    this.#columns.set(row, 'gross', sum.minor);
    this.#columns.set(row, 'total', total.minor);
    this.#columns.set(row, 'currency', this.#currencyNumber(total.currency));
  }

  #demandSeats(row: number, tell: Tell): void {
    const [booked, sum] = [this.#columns.get(row, 'booked'), this.#columns.get(row, 'bookedSum')];
    const [seats, gross] = [this.#columns.get(row, 'seats'), this.#columns.get(row, 'gross')];
    if (booked !== seats) tell(`wants ${seats} seats, but the showtime has booked ${booked} for it`);
    else if (sum !== gross) tell(`has seats for ${gross}, but the showtime sold them for ${sum}`);
  }

  #captured(row: number, data: Fields, tell: Tell): void {
    const amount = amountIn(data, 'amount');
    const total = this.#totalOf(row);
    if (amount.minor !== total.minor || amount.currency !== total.currency) {
      tell(`takes ${shown(amount)}, but the booking costs ${shown(total)}`);
    }
    if (this.#columns.get(row, 'captured') !== 0) tell('takes the money a second time');
    this.#columns.add(row, 'captured', amount.minor);
  }

  #confirmed(row: number, tell: Tell): void {
    if (this.#statusOf(row) !== 'open') tell(`confirms a booking that is ${this.#told(row)}`);
    this.#demandSeats(row, tell);
    const [captured, total] = [this.#columns.get(row, 'captured'), this.#columns.get(row, 'total')];
    if (captured !== total) tell(`is confirmed with ${captured} paid of ${total}`);
    this.#columns.set(row, 'status', bookingStatuses.indexOf('confirmed'));
  }

  #expired(row: number, tell: Tell): void {
    const booked = this.#columns.get(row, 'booked');
    if (booked !== 0) tell(`comes to nothing while the showtime has ${booked} of its seats booked`);
    this.#columns.set(row, 'status', bookingStatuses.indexOf('expired'));
  }

  #givenUp(row: number, data: Fields, tell: Tell): void {
    const [value, refund] = [amountIn(data, 'value'), amountIn(data, 'refund')];
    const percent = wholeIn(data, 'percent');
    if (percent < 0 || percent > 100) tell(`gives ${percent} percent back`);
    this.#columns.add(row, 'givenUp', value.minor);
    this.#columns.add(row, 'refunds', refund.minor);
    const total = this.#totalOf(row);
    if ([value, refund].some(({ currency }) => currency !== total.currency)) tell('is in another currency');
    if (this.#columns.get(row, 'givenUp') > total.minor) tell('gives up more than was paid');
    if (this.#columns.get(row, 'refunds') > this.#columns.get(row, 'captured'))
      tell('promises more back than was paid');
  }

  #released(row: number, data: Fields, tell: Tell): void {
    this.#columns.add(row, 'released', textsIn(data, 'seatIds').length);
    const left = this.#columns.get(row, 'seats') - this.#columns.get(row, 'released');
    const booked = this.#columns.get(row, 'booked');
    if (booked > left) tell(`has ${left} seats left, but the showtime still has ${booked} booked for it`);
  }

  #paidBack(row: number, amounts: readonly Amount[], tell: Tell): void {
    for (const { minor } of amounts) this.#columns.add(row, 'paidBack', minor);
    const [back, captured] = [this.#columns.get(row, 'paidBack'), this.#columns.get(row, 'captured')];
    if (back > captured) tell(`has paid back ${back} of ${captured}`);
  }

  #statusOf(row: number): BookingStatus {
    return bookingStatuses[this.#columns.get(row, 'status')] ?? 'none';
  }

  #told(row: number): string {
    const status = this.#statusOf(row);
    return status === 'none' ? 'not begun' : status;
  }

  #totalOf(row: number): Amount {
    return { minor: this.#columns.get(row, 'total'), currency: this.#currencyOf(row) };
  }

  #currencyOf(row: number): string {
    return this.#currencies[this.#columns.get(row, 'currency')] ?? '';
  }

  #currencyNumber(currency: string): number {
    const known = this.#currencies.indexOf(currency);
    return known === -1 ? this.#currencies.push(currency) - 1 : known;
  }
}
