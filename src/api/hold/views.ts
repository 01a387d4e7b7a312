import type { z } from 'zod';
import type { Hold } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { holdShown } from './schemas.ts';

export const holdView = (showtimeId: string, hold: Hold, revision: number): z.output<typeof holdShown> => ({
  holdId: hold.holdId,
  bookingId: hold.bookingId,
  showtimeId,
  seats: hold.seats.map(({ id, type, ticketType, price }) => ({ id, type, ticketType, price })),
  total: hold.total,
  expiresAt: new Date(hold.expiresAtMs).toISOString(),
  revision,
  warnings: hold.loneSeats.length === 0 ? [] : [{ warning: 'lone-seat', seats: [...hold.loneSeats] }],
});
