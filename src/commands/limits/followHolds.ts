import { readEventOf } from '../../domain/kernel/aggregate.ts';
import { isStreamOf } from '../../domain/kernel/streams.ts';
import type { ShowtimeEvent } from '../../domain/showtime/events.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';
import type { Charge } from '../../ports/SharedCharges.ts';
import type { BudgetKeeper } from './budgetKeeper.ts';

const minuteMs = 60_000;
export const seatMinutesWindowMs = 60 * minuteMs;

export const holdCharge = (holdId: string): string => `hold ${holdId}`;
export const minutesCharge = (holdId: string): string => `minutes ${holdId}`;

const followed: ReadonlySet<string> = new Set<ShowtimeEvent['type']>([
  'HoldExtended',
  'HoldSwapped',
  'HoldReleased',
  'HoldExpired',
  'SeatsBooked',
]);

const countsSeats = (key: string): boolean => key.startsWith('seats-held ') || key.startsWith('share ');

/** 0 for one that counts no seats. */
export const seatsOf = ({ amounts }: Charge): number =>
  [...amounts].find(([key]) => key.startsWith('seats-held '))?.[1] ?? 0;

/** What this node charged for a hold follows the hold: longer, other seats, over. */
export const followHolds = (
  { ledger, giveBack }: Pick<BudgetKeeper, 'ledger' | 'giveBack'>,
  tail: { listen(listener: (recorded: RecordedEvent) => void): () => void },
): (() => void) => {
  const countMinutes = (minutes: Charge, amount: number): Charge => {
    const keys = [...minutes.amounts.keys()];
    return { ...minutes, amounts: new Map(keys.map((key) => [key, amount])) };
  };
  const startOf = ({ untilMs }: Charge): number => untilMs - seatMinutesWindowMs;

  const setMinutes = (holdId: string, seats: number, untilMs: number): void => {
    const minutes = ledger.find(minutesCharge(holdId));
    if (minutes === undefined) return;
    const heldMs = Math.max(0, untilMs - startOf(minutes));
    ledger.put(countMinutes(minutes, Math.ceil((seats * heldMs) / minuteMs)));
  };

  /** What was held up to now stays counted, whatever becomes of the hold; the rest is counted from now on. */
  const beginMinutes = (holdId: string, seatsBefore: number, nowMs: number): void => {
    const minutes = ledger.find(minutesCharge(holdId));
    if (minutes === undefined || startOf(minutes) >= nowMs) return;
    const held = countMinutes(minutes, (seatsBefore * (nowMs - startOf(minutes))) / minuteMs);
    ledger.put({ ...held, id: `${minutesCharge(holdId)} until ${nowMs}` });
    ledger.put({ ...minutes, untilMs: nowMs + seatMinutesWindowMs });
  };

  const follow = (event: ShowtimeEvent, atMs: number): void => {
    if (!('holdId' in event.data)) return;
    const { holdId } = event.data;
    const charge = ledger.find(holdCharge(holdId));
    if (charge === undefined || !ledger.isOwn(charge.id)) return;
    switch (event.type) {
      case 'HoldExtended': {
        const untilMs = Date.parse(event.data.expiresAt);
        ledger.put({ ...charge, untilMs });
        setMinutes(holdId, seatsOf(charge), untilMs);
        break;
      }
      case 'HoldSwapped': {
        const more = event.data.added.length - event.data.released.length;
        const amounts = [...charge.amounts].map(
          ([key, amount]) => [key, countsSeats(key) ? Math.max(0, amount + more) : amount] as const,
        );
        const swapped = { ...charge, amounts: new Map(amounts) };
        ledger.put(swapped);
        beginMinutes(holdId, seatsOf(charge), atMs);
        setMinutes(holdId, seatsOf(swapped), charge.untilMs);
        break;
      }
      case 'HoldReleased':
      case 'HoldExpired':
        setMinutes(holdId, seatsOf(charge), Math.min(atMs, charge.untilMs));
        giveBack(charge.id);
        break;
      case 'SeatsBooked':
        giveBack(charge.id, minutesCharge(holdId));
        break;
    }
  };

  return tail.listen((recorded) => {
    if (ledger.size === 0 || !followed.has(recorded.type)) return;
    if (!isStreamOf(showtimeAggregate, recorded.stream)) return;
    const event = readEventOf(showtimeAggregate, recorded);
    if (event !== undefined) follow(event, Date.parse(recorded.at));
  });
};
