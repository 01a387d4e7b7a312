/**
 * An independent judge of a showtime's events: who owns each seat, folded without a line of the domain's own code.
 * Throws at the first event that gives a seat to two, or takes it from the wrong one.
 */
interface Told {
  readonly type: string;
  readonly data: unknown;
}

interface Ownership {
  readonly letter: 'A' | 'H' | 'B' | 'X';
  readonly owner?: string;
}

const free: Ownership = { letter: 'A' };

const record = (value: unknown): Record<string, unknown> => Object(value);
const text = (value: unknown): string => {
  if (typeof value !== 'string') throw new Error(`not a string: ${JSON.stringify(value)}`);
  return value;
};
const ids = (value: unknown): string[] => {
  if (!Array.isArray(value)) throw new Error(`not a list: ${JSON.stringify(value)}`);
  return value.map((item) => (typeof item === 'string' ? item : text(record(item).id)));
};

export const seatOwnership = (log: readonly Told[]): ReadonlyMap<string, Ownership> => {
  const seats = new Map<string, Ownership>();
  const change = (seatIds: string[], from: Ownership, to: Ownership, event: Told): void => {
    for (const id of seatIds) {
      const now = seats.get(id);
      if (now?.letter !== from.letter || now.owner !== from.owner) {
        throw new Error(
          `${event.type} of ${id}: expected ${JSON.stringify(from)}, is ${JSON.stringify(now)}`,
        );
      }
      seats.set(id, to);
    }
  };
  for (const event of log) {
    const data = record(event.data);
    const held = (): Ownership => ({ letter: 'H', owner: text(data.holdId) });
    const booked = (): Ownership => ({ letter: 'B', owner: text(data.bookingId) });
    switch (event.type) {
      case 'ShowtimeScheduled':
        for (const id of ids(data.seats)) seats.set(id, free);
        break;
      case 'SeatsHeld':
        change(ids(data.seats), free, held(), event);
        break;
      case 'HoldSwapped':
        change(ids(data.released), held(), free, event);
        change(ids(data.added), free, held(), event);
        break;
      case 'HoldReleased':
      case 'HoldExpired':
        change(ids(data.seatIds), held(), free, event);
        break;
      case 'SeatsBooked':
        change(ids(data.seatIds), held(), booked(), event);
        break;
      case 'SeatsReturned':
        change(ids(data.seatIds), booked(), free, event);
        break;
      case 'SeatsBlocked':
        change(ids(data.seatIds), free, { letter: 'X' }, event);
        break;
      case 'SeatsUnblocked':
        change(ids(data.seatIds), { letter: 'X' }, free, event);
        break;
      default:
        break;
    }
  }
  return seats;
};
