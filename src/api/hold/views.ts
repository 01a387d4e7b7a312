import type { z } from 'zod';
import type { Hold } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { holdShown } from './schemas.ts';

type Held = Omit<Hold, 'expiresAtMs' | 'capAtMs'> & { readonly expiresAt: string };

export const heldView = (showtimeId: string, held: Held, revision: number): z.output<typeof holdShown> => ({
  holdId: held.holdId,
  bookingId: held.bookingId,
  showtimeId,
  seats: held.seats.map(({ id, type, ticketType, price }) => ({ id, type, ticketType, price })),
  total: held.total,
  expiresAt: held.expiresAt,
  revision,
  warnings: held.loneSeats.length === 0 ? [] : [{ warning: 'lone-seat', seats: [...held.loneSeats] }],
});

export const holdView = (showtimeId: string, hold: Hold, revision: number): z.output<typeof holdShown> =>
  heldView(showtimeId, { ...hold, expiresAt: new Date(hold.expiresAtMs).toISOString() }, revision);
