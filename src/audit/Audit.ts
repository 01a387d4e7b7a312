/**
 * Folds a whole log by code of its own and tells where it breaks a promise: a seat with two owners, seats without a hold, a
 * hold past its cap, money that is not the seats' sum, a gap in the revisions, a snapshot that is not what the events say.
 */
import type { AuditShape, Conflict } from './AuditShape.ts';
import { Bookings, type Tell } from './Bookings.ts';
import { Columns } from './Columns.ts';
import { Digests } from './Digests.ts';
import { type Fields, fieldsOf, textIn, wholeIn } from './fields.ts';
import { KeyTable } from './KeyTable.ts';
import { type Layout, ownersMax, Seats } from './Seats.ts';
import { Settlements } from './Settlements.ts';
import { Showtime } from './Showtime.ts';
import { Skips } from './Skips.ts';
import { snapshotSeats } from './snapshotDigest.ts';
import { categoryOf, idOf, ownName } from './streamNames.ts';

export interface AuditedEvent {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  readonly data: unknown;
  /** Who caused it. */
  readonly by?: string;
}

const conflictsListedMax = 1_000;

export class Audit {
  position: string;
  events: number;
  /** Positions of the last event of each type. */
  readonly lastOfType: Map<string, string>;
  /** That were compared with the fold. */
  snapshots: number;
  readonly bookings: Bookings;
  readonly skips: Skips;
  readonly settlements: Settlements;
  readonly showtimes = new Map<string, Showtime>();
  readonly #streams: KeyTable;
  readonly #revisions: Columns<'last'>;
  readonly #layouts = new Map<string, { readonly layout: Layout; readonly number: number }>();
  readonly #digests: Digests;
  #holdNumbers: number;
  readonly #conflicts: Conflict[];
  #conflictCount: number;

  constructor(shape?: AuditShape) {
    this.position = shape?.position ?? '0'.repeat(20);
    this.events = shape?.events ?? 0;
    this.lastOfType = new Map(shape?.lastOfType);
    this.snapshots = shape?.snapshots ?? 0;
    this.bookings = new Bookings(shape?.bookings);
    this.skips = new Skips(shape?.skips);
    this.settlements = new Settlements(shape?.settlements);
    this.#streams = shape === undefined ? new KeyTable() : KeyTable.of(shape.streams);
    this.#revisions = new Columns(['last'], shape?.revisions);
    this.#digests = new Digests(shape?.digests);
    this.#holdNumbers = shape?.holdNumbers ?? 0;
    this.#conflicts = [...(shape?.conflicts ?? [])];
    this.#conflictCount = shape?.conflictCount ?? 0;
    for (const seatIds of shape?.layouts ?? []) this.#layoutOf(seatIds);
    const layouts = [...this.#layouts.values()];
    for (const [stream, each] of shape?.showtimes ?? []) {
      const layout = layouts[each.layout]?.layout ?? new Map<string, number>();
      const seats = new Seats(layout, each.words, each.digest, each.taken);
      this.showtimes.set(stream, new Showtime(this.#parts, seats, each));
    }
  }

  get streams(): number {
    return this.#streams.size;
  }

  /** At most 1,000. */
  get conflicts(): readonly Conflict[] {
    return this.#conflicts;
  }

  get conflictCount(): number {
    return this.#conflictCount;
  }

  get shape(): AuditShape {
    const numbers = new Map([...this.#layouts.values()].map(({ layout, number }) => [layout, number]));
    return {
      ...{
        position: this.position,
        events: this.events,
        lastOfType: this.lastOfType,
        snapshots: this.snapshots,
      },
      skips: this.skips.all,
      settlements: this.settlements.shape,
      streams: this.#streams.shape,
      revisions: this.#revisions.cells,
      bookings: this.bookings.shape,
      layouts: [...this.#layouts.values()].map(({ layout }) => [...layout.keys()]),
      showtimes: new Map(
        [...this.showtimes].map(([stream, each]) => [
          stream,
          each.shape(numbers.get(each.seats.layout) ?? -1),
        ]),
      ),
      digests: this.#digests.shape,
      ...{ holdNumbers: this.#holdNumbers, conflicts: this.#conflicts, conflictCount: this.#conflictCount },
    };
  }

  take(event: AuditedEvent): void {
    const { position, stream, revision, type } = event;
    const tell = (what: string): void => this.tell({ position, stream, revision, what: `${type} ${what}` });
    if (position <= this.position) tell(`does not come after position ${this.position}`);
    this.position = position;
    this.events += 1;
    this.lastOfType.set(type, position);
    this.#follow(stream, revision, tell);
    try {
      this.#apply(event, tell);
    } catch (error) {
      tell(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  tell(conflict: Conflict): void {
    this.#conflictCount += 1;
    if (this.#conflicts.length < conflictsListedMax) this.#conflicts.push(conflict);
    const showtime = this.showtimes.get(conflict.stream);
    if (showtime !== undefined) showtime.isDoubtful = true;
  }

  /** The last revision of a stream, -1 for one without events. */
  lastRevisionOf(stream: string): number {
    const row = this.#streams.find(stream);
    return row === -1 ? -1 : this.#revisions.get(row, 'last');
  }

  #follow(stream: string, revision: number, tell: Tell): void {
    const known = this.#streams.size;
    const row = this.#streams.findOrAdd(stream);
    const wanted = row === known ? 0 : this.#revisions.get(row, 'last') + 1;
    if (revision !== wanted) tell(`has revision ${revision} after ${wanted - 1}`);
    this.#revisions.set(row, 'last', revision);
  }

  #apply(event: AuditedEvent, tell: Tell): void {
    const { position, stream, revision, type } = event;
    // It may stand in a stream of any kind, and changes nothing.
    if (type === 'RequestRemembered') {
      this.#digests.keep(stream, revision, this.showtimes.get(stream)?.seats.digest ?? 0);
      return;
    }
    switch (categoryOf(stream)) {
      case 'showtime':
        this.#applyToShowtime(event, fieldsOf(event.data, 'data'), tell);
        break;
      case 'booking':
        this.bookings.apply(
          idOf(stream),
          { type, position, data: () => fieldsOf(event.data, 'data'), tell },
          this.settlements,
        );
        break;
      case 'movie':
        if (type === 'MovieTermsAgreed')
          this.settlements.agreed(idOf(stream), position, fieldsOf(event.data, 'data'));
        break;
      case 'settlement':
        if (type === 'SettlementIssued') this.#compareStatement(event, tell);
        break;
      case 'parking':
        if (type !== 'ParkedEventSkipped') break;
        this.skips.add({ stream: idOf(stream), at: event.at, by: event.by }, fieldsOf(event.data, 'data'));
        break;
      case 'snapshot':
        this.#compareSnapshot(fieldsOf(event.data, 'data'), tell);
        break;
    }
  }

  #compareStatement({ position, data: told }: AuditedEvent, tell: Tell): void {
    const data = fieldsOf(told, 'data');
    const upTo = textIn(data, 'upTo');
    if (upTo >= position) {
      tell(`counts events up to position ${upTo}, which come after it`);
      return;
    }
    const streamed = (stream: string) => {
      const [category, id] = [categoryOf(stream), idOf(stream)];
      return { category, id, booking: category === 'booking' ? this.bookings.findRow(id) : -1 };
    };
    this.settlements.issued(data, { skipped: this.skips.streamsOf('reports').map(streamed), streamed }, tell);
  }

  #applyToShowtime({ position, stream, revision, type, at }: AuditedEvent, data: Fields, tell: Tell): void {
    if (type === 'ShowtimeCancelled') this.settlements.showCancelled(idOf(stream), position);
    const showtime = this.showtimes.get(stream);
    if (showtime !== undefined) {
      if (type === 'ShowtimeScheduled') tell('comes a second time');
      else showtime.apply({ type, atMs: Date.parse(at), data, tell });
      this.#digests.keep(stream, revision, showtime.seats.digest);
      return;
    }
    if (type === 'ShowtimeScheduled') {
      const name = ownName(stream);
      this.showtimes.set(name, Showtime.scheduled(this.#parts, data));
      this.settlements.scheduled(idOf(name), position, data);
    } else tell('before the showtime was scheduled');
  }

  #compareSnapshot(data: Fields, tell: Tell): void {
    const stream = textIn(data, 'stream');
    const revision = wholeIn(data, 'revision');
    const showtime = this.showtimes.get(stream);
    const last = this.lastRevisionOf(stream);
    if (revision > last) tell(`is of revision ${revision} of ${stream}, which has ${last}`);
    const folded = this.#digests.at(stream, revision, last);
    if (showtime === undefined || showtime.isDoubtful || folded === undefined) return;
    const seats = snapshotSeats(data);
    if (seats === undefined) return;
    this.snapshots += 1;
    if (seats.digest !== folded || (seats.isCancelled && !showtime.isCancelled)) {
      tell(`differs from the events of ${stream} up to revision ${revision}`);
    }
  }

  get #parts() {
    return {
      bookings: this.bookings,
      layoutOf: (seatIds: readonly string[]) => this.#layoutOf(seatIds),
      nextHoldNumber: () => {
        this.#holdNumbers = (this.#holdNumbers + 1) % ownersMax;
        return this.#holdNumbers;
      },
    };
  }

  #layoutOf(seatIds: readonly string[]): Layout {
    const key = seatIds.join(' ');
    const known = this.#layouts.get(key);
    if (known !== undefined) return known.layout;
    const layout = new Map(seatIds.map((id, place) => [id, place]));
    this.#layouts.set(key, { layout, number: this.#layouts.size });
    return layout;
  }
}
