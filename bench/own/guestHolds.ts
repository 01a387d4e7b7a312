/** What a guest does at the command handler, without a key. Throws when it is refused. */
import { systemIds as ids } from '../../src/adapters/system/system.ts';
import type { Runners } from '../../src/commands/runners.ts';

const guest = () => {
  const correlationId = ids.next();
  return { correlationId, causationId: correlationId, actor: { role: 'guest' } } as const;
};

const mustBeDone = ({ outcome }: { readonly outcome: string }): void => {
  if (outcome !== 'done') throw new Error(`what a guest asked for was ${outcome}`);
};

/** Resolves to the hold's id. */
export const holdOneSeat = async (
  showtimes: Runners['showtimes'],
  showtimeId: string,
  seatId: string,
): Promise<string> => {
  const holdId = ids.next();
  const selection = { kind: 'named', seatIds: [seatId], ticketTypes: {} } as const;
  const command = { type: 'HoldSeats', holdId, bookingId: ids.next(), selection } as const;
  mustBeDone(await showtimes.execute(showtimeId, command, guest()));
  return holdId;
};

export const releaseHold = async (
  showtimes: Runners['showtimes'],
  showtimeId: string,
  holdId: string,
): Promise<void> => {
  mustBeDone(await showtimes.execute(showtimeId, { type: 'ReleaseHold', holdId }, guest()));
};
