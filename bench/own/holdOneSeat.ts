import { systemIds as ids } from '../../src/adapters/system/system.ts';
import type { Runners } from '../../src/commands/runners.ts';

/** A guest's hold at the command handler, without a key. Throws when it is refused. */
export const holdOneSeat = async (
  showtimes: Runners['showtimes'],
  showtimeId: string,
  seatId: string,
): Promise<void> => {
  const correlationId = ids.next();
  const context = { correlationId, causationId: correlationId, actor: { role: 'guest' } } as const;
  const selection = { kind: 'named', seatIds: [seatId], ticketTypes: {} } as const;
  const command = { type: 'HoldSeats', holdId: ids.next(), bookingId: ids.next(), selection } as const;
  const outcome = await showtimes.execute(showtimeId, command, context);
  if (outcome.outcome !== 'done') throw new Error(`a hold was ${outcome.outcome}`);
};
