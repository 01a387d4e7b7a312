import type { Letter } from '../../../shared/seats/live/LiveMap.ts';
import type { LogEvent } from '../log/LogEvent.ts';

/** Undefined: the seat is there no more. */
export type SeatChange = readonly [seatId: string, letter: Letter | undefined];

const idOf = (item: unknown): string =>
  typeof item === 'string' ? item : String(Reflect.get(Object(item), 'id'));

/** Ids, of a list of ids or of things that have one. */
const idsIn = (data: LogEvent['data'], field: string): readonly string[] => {
  const value = data[field];
  return Array.isArray(value) ? value.map(idOf) : [];
};

/** What an event of a showtime does to its seats, by the names that the log's readers rely on. */
export const seatChanges = ({ type, data }: Pick<LogEvent, 'type' | 'data'>): readonly SeatChange[] => {
  const to = (field: string, letter: Letter): readonly SeatChange[] =>
    idsIn(data, field).map((id) => [id, letter]);
  switch (type) {
    case 'ShowtimeScheduled':
      return to('seats', 'A');
    case 'SeatsHeld':
      return to('seats', 'H');
    case 'HoldSwapped':
      return [...to('released', 'A'), ...to('added', 'H')];
    case 'HoldReleased':
    case 'HoldExpired':
    case 'SeatsReturned':
    case 'SeatsUnblocked':
      return to('seatIds', 'A');
    case 'SeatsBooked':
      return to('seatIds', 'B');
    case 'SeatsBlocked':
      return to('seatIds', 'X');
    default:
      return [];
  }
};

/** A newer layout: seats that are new are free, those that are left out are gone, and all others stay as they are. */
export const movedSeats = (
  before: ReadonlyMap<string, Letter>,
  data: LogEvent['data'],
): readonly SeatChange[] => {
  const seats = new Set(idsIn(data, 'seats'));
  const gone = [...before.keys()].filter((id) => !seats.has(id));
  const added = [...seats].filter((id) => !before.has(id));
  return [...gone.map((id) => [id, undefined] as const), ...added.map((id) => [id, 'A'] as const)];
};

interface Price {
  readonly amount: number;
  readonly currency: string;
}

/** Frozen prices of the seats that an event takes. */
export const pricesIn = ({ data }: Pick<LogEvent, 'data'>): readonly (readonly [string, Price])[] =>
  ['seats', 'added'].flatMap((field) => {
    const value = data[field];
    if (!Array.isArray(value)) return [];
    return value.flatMap((item: unknown) => {
      const price = Reflect.get(Object(item), 'price') as Price | undefined;
      return price === undefined ? [] : [[idOf(item), price] as const];
    });
  });
