import type { z } from 'zod';
import { bookingReference } from '../../domain/booking/reference.ts';
import type { HallDrawing } from '../../domain/hall/hallDecider.ts';
import { type DrawnSeat, labelOf, rowLabelOf } from '../../domain/seating/seat.ts';
import type { RehearsedMove } from '../../domain/showtime/inventory/rehearseLayout.ts';
import type { rehearsalsShown } from './rehearsalSchemas.ts';

export type RehearsalShown = z.output<typeof rehearsalsShown>['items'][number];
type MoveShown = RehearsalShown['moves'][number];

type SeatsById = ReadonlyMap<string, DrawnSeat>;

export const seatsById = ({ seats }: HallDrawing): SeatsById => new Map(seats.map((seat) => [seat.id, seat]));

const namedSeat = (seats: SeatsById, id: string): MoveShown['seat'] => {
  const seat = seats.get(id);
  if (seat === undefined) throw new Error(`seat ${id} is not in its layout`);
  return { id, row: rowLabelOf(seat), number: labelOf(seat), type: seat.type };
};

export const moveView = (before: SeatsById, after: SeatsById, move: RehearsedMove): MoveShown => {
  const { seatId, status, why, bookingId, toSeatId } = move;
  return {
    seat: namedSeat(before, seatId),
    ...{ status, why },
    ...(bookingId === undefined ? {} : { bookingReference: bookingReference(bookingId) }),
    to: toSeatId === undefined ? null : { ...namedSeat(after, toSeatId), isNew: !before.has(toSeatId) },
  };
};

/** One row for each seat that has to move. */
export const rehearsalRows = (rehearsals: readonly RehearsalShown[]) =>
  rehearsals.flatMap(({ showtimeId, movie, startsAt, layoutVersion, moves }) =>
    moves.map(({ seat, status, why, bookingReference: reference, to }) => ({
      ...{ showtimeId, movie: movie.title, startsAt, layoutVersion, bookingReference: reference ?? '' },
      ...{ status, why, seatId: seat.id, row: seat.row, number: seat.number, type: seat.type },
      ...{ toSeatId: to?.id ?? '', toRow: to?.row ?? '', toNumber: to?.number ?? '' },
      toIsNew: to?.isNew === true ? 'yes' : '',
    })),
  );

export const rehearsalColumns = [
  ...['showtimeId', 'movie', 'startsAt', 'layoutVersion', 'bookingReference', 'status', 'why'],
  ...['seatId', 'row', 'number', 'type', 'toSeatId', 'toRow', 'toNumber', 'toIsNew'],
] as const;
