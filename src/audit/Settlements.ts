/** What the shows of a theater's business date took, by the events alone, and statements compared with it. */
import { Columns } from './Columns.ts';
import { compareStatement } from './compareStatement.ts';
import { type Amount, type Fields, fieldsIn, fieldsOf, listIn, textIn, textsIn, wholeIn } from './fields.ts';
import { KeyTable, type KeyTableShape } from './KeyTable.ts';
import { type Kind, kinds, noMoney, nothing, sumsOf } from './settledSums.ts';
import { type Line, lineTo, type Terms } from './statementLine.ts';

interface Show {
  readonly showtimeId: string;
  readonly day: string;
  readonly movieId: string;
  readonly currency: string;
  readonly position: string;
  cancelledAt?: string;
}

interface AgreedTerms extends Terms {
  readonly position: string;
}

/** Of one business date: rows of its shows, and six numbers for each movement of money or seats. */
interface Day {
  readonly shows: number[];
  readonly moves: number[];
}

export interface SettlementsShape {
  readonly ids: KeyTableShape;
  readonly shows: readonly Show[];
  readonly ofBookings: Float64Array<ArrayBuffer>;
  readonly days: ReadonlyMap<string, Day>;
  readonly terms: ReadonlyMap<string, readonly AgreedTerms[]>;
  readonly currencies: readonly string[];
  readonly compared: number;
}

/** Where an event of a booking stands, and what the booking has. */
export interface OfBooking {
  readonly position: string;
  readonly row: number;
  readonly seats: number;
}

/** A stream by its parts; `booking`: the row of a booking, else -1. */
export interface Streamed {
  readonly category: string;
  readonly id: string;
  readonly booking: number;
}

export interface Passed {
  /** Streams of which the ledger passed over an event by hand: their days are not compared. */
  readonly skipped: readonly Streamed[];
  streamed(stream: string): Streamed;
}

interface Asked {
  readonly businessDate: string;
  readonly upTo: string;
  /** From which position on a stream does not count; undefined where all of it does. */
  leftOutFrom(category: string, key: string | number): string | undefined;
}

const countsUpTo = (position: string, upTo: string, leftOutFrom: string | undefined): boolean =>
  position <= upTo && (leftOutFrom === undefined || position < leftOutFrom);

/** What a statement says that it left out. */
const leftOutIn = (data: Fields, streamed: Passed['streamed']): Asked['leftOutFrom'] => {
  const from = new Map<string, string>();
  for (const each of data.leftOut === undefined ? [] : listIn(data, 'leftOut')) {
    const fields = fieldsOf(each, 'leftOut');
    const { category, id, booking } = streamed(textIn(fields, 'stream'));
    from.set(`${category} ${category === 'booking' ? booking : id}`, textIn(fields, 'position'));
  }
  return (category, key) => from.get(`${category} ${key}`);
};

const dayOf = (theaterId: string, businessDate: string): string => `${theaterId} ${businessDate}`;

export class Settlements {
  /** Statements that were compared. */
  compared: number;
  readonly #ids: KeyTable;
  readonly #shows: Show[];
  /** The show of a booking, plus one. */
  readonly #ofBookings: Columns<'show'>;
  readonly #days: Map<string, Day>;
  readonly #terms: Map<string, readonly AgreedTerms[]>;
  readonly #currencies: string[];

  constructor(shape?: SettlementsShape) {
    this.compared = shape?.compared ?? 0;
    this.#ids = shape === undefined ? new KeyTable() : KeyTable.of(shape.ids);
    this.#shows = [...(shape?.shows ?? [])];
    this.#ofBookings = new Columns(['show'], shape?.ofBookings);
    this.#days = new Map(shape?.days);
    this.#terms = new Map(shape?.terms);
    this.#currencies = [...(shape?.currencies ?? [])];
  }

  get shape(): SettlementsShape {
    return {
      ...{ ids: this.#ids.shape, shows: this.#shows, ofBookings: this.#ofBookings.cells, days: this.#days },
      ...{ terms: this.#terms, currencies: this.#currencies, compared: this.compared },
    };
  }

  scheduled(showtimeId: string, position: string, data: Fields): void {
    const day = dayOf(textIn(data, 'theaterId'), textIn(data, 'businessDate'));
    const currency = textIn(fieldsIn(fieldsIn(data, 'priceTerms'), 'base'), 'currency');
    const row = this.#ids.findOrAdd(showtimeId);
    this.#shows[row] = { showtimeId, day, movieId: textIn(data, 'movieId'), currency, position };
    this.#day(day).shows.push(row);
  }

  showCancelled(showtimeId: string, position: string): void {
    const show = this.#shows[this.#ids.find(showtimeId)];
    if (show !== undefined) show.cancelledAt ??= position;
  }

  begun(booking: number, showtimeId: string): void {
    this.#ofBookings.set(booking, 'show', this.#ids.find(showtimeId) + 1);
  }

  captured({ position, row, seats }: OfBooking, amount: Amount): void {
    this.#move(row, 'captured', position, seats, amount);
  }

  cancelled({ position, row }: OfBooking, data: Fields): void {
    this.#move(row, 'cancelled', position, textsIn(data, 'seatIds').length, { minor: 0, currency: '' });
  }

  refunded({ position, row }: OfBooking, amounts: readonly Amount[]): void {
    for (const amount of amounts) this.#move(row, 'refunded', position, 0, amount);
  }

  agreed(movieId: string, position: string, data: Fields): void {
    const terms = fieldsIn(data, 'terms');
    const agreed: AgreedTerms = {
      position,
      distributor: textIn(terms, 'distributor'),
      runsFromMs: Date.parse(textIn(terms, 'runsFrom')),
      sharesBp: listIn(terms, 'weeklySharesBp').map((_, week, all) =>
        wholeIn(fieldsOf(all, 'shares'), String(week)),
      ),
    };
    this.#terms.set(movieId, [...(this.#terms.get(movieId) ?? []), agreed]);
  }

  issued(data: Fields, { skipped, streamed }: Passed, tell: (what: string) => void): void {
    const businessDate = textIn(data, 'businessDate');
    const day = this.#day(dayOf(textIn(data, 'theaterId'), businessDate));
    const rows = new Set(day.shows);
    if (skipped.some((stream) => rows.has(this.#rowOf(stream)))) return;
    this.compared += 1;
    const asked = { businessDate, upTo: textIn(data, 'upTo'), leftOutFrom: leftOutIn(data, streamed) };
    compareStatement(listIn(data, 'lines'), this.#linesOf(day, asked), tell);
  }

  #rowOf({ category, id, booking }: Streamed): number {
    return category === 'booking' ? this.#showOf(booking) : this.#ids.find(id);
  }

  #showOf(booking: number): number {
    return this.#ofBookings.get(booking, 'show') - 1;
  }

  #linesOf({ shows, moves }: Day, { businessDate, upTo, leftOutFrom }: Asked): readonly Line[] {
    const last = Number(upTo);
    const sums = sumsOf(moves, (position, booking) => {
      const from = leftOutFrom('booking', booking);
      return position <= last && (from === undefined || position < Number(from)) ? this.#showOf(booking) : -1;
    });
    const lines = new Map<string, Line>();
    for (const row of shows) {
      const show = this.#shows[row];
      const from = show && leftOutFrom('showtime', show.showtimeId);
      if (show === undefined || !countsUpTo(show.position, upTo, from)) continue;
      const { movieId, cancelledAt } = show;
      const showtimes = cancelledAt !== undefined && countsUpTo(cancelledAt, upTo, from) ? 0 : 1;
      const termsFrom = leftOutFrom('movie', movieId);
      const terms = this.#terms
        .get(movieId)
        ?.findLast(({ position }) => countsUpTo(position, upTo, termsFrom));
      const { seatsReturned, money } = sums.get(row) ?? nothing;
      const byCurrency = [...money].map(([number, sum]) => [this.#currencies[number] ?? '', sum] as const);
      for (const [currency, sum] of byCurrency.length === 0
        ? [[show.currency, noMoney] as const]
        : byCurrency) {
        const name = `${movieId} ${currency}`;
        const add = { movieId, currency, showtimes, seatsReturned, ...sum };
        lines.set(name, lineTo(lines.get(name), add, terms, businessDate));
      }
    }
    return [...lines.values()].filter(({ showtimes, bookings }) => showtimes > 0 || bookings > 0);
  }

  #move(booking: number, kind: Kind, position: string, seats: number, { minor, currency }: Amount): void {
    const show = this.#shows[this.#showOf(booking)];
    if (show === undefined) return;
    const known = this.#currencies.indexOf(currency);
    const number = known === -1 ? this.#currencies.push(currency) - 1 : known;
    this.#day(show.day).moves.push(Number(position), booking, kinds.indexOf(kind), seats, minor, number);
  }

  #day(key: string): Day {
    const known = this.#days.get(key);
    if (known !== undefined) return known;
    const day: Day = { shows: [], moves: [] };
    this.#days.set(key, day);
    return day;
  }
}
