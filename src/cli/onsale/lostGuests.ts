import type { SeatSelection } from '../../domain/showtime/commands.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { showtimeDecider } from '../../domain/showtime/showtimeDecider.ts';
import type { OnSale } from './OnSale.ts';
import type { RefusedGuest } from './refusals.ts';

export interface LostGuests {
  /** Whom the house could not seat, in the order of time. */
  readonly lost: readonly RefusedGuest[];
  /** Refused these seats while the house had others for them: they could choose again. */
  readonly choseAgain: number;
}

/** Any seats of the wanted type, or of any that is not asked for by name. */
export const anySeatsFor = ({
  party,
  seatType,
}: Pick<RefusedGuest, 'party' | 'seatType'>): SeatSelection => ({
  kind: 'best-available',
  count: party,
  ...(seatType === 'any' || seatType === 'mixed' ? {} : { seatType }),
  ticketTypes: [],
});

const someId = '00000000-0000-8000-8000-000000000000';

const isRefused = (state: ShowtimeState, guest: RefusedGuest, nowMs: number): boolean => {
  const selection = anySeatsFor(guest);
  const asked = { holdId: someId, bookingId: someId, selection, admission: 'exempt', nowMs } as const;
  return showtimeDecider.decide({ type: 'HoldSeats', ...asked }, state).kind === 'rejected';
};

/** One decision for all who want the same of the same state. */
const createJudge = () => {
  let judged: { readonly state: ShowtimeState; readonly answers: Map<string, boolean> } | undefined;
  return (state: ShowtimeState, guest: RefusedGuest, nowMs: number): boolean => {
    if (judged?.state !== state) judged = { state, answers: new Map() };
    const key = `${guest.seatType} ${guest.party}`;
    const answer = judged.answers.get(key) ?? isRefused(state, guest, nowMs);
    judged.answers.set(key, answer);
    return answer;
  };
};

/**
 * The log counts refusals by the minute. Who found the house sold out is placed at the first instant of that minute at which it
 * was; who was refused while there were other seats is not lost.
 */
export const lostGuests = (
  { events }: Pick<OnSale, 'events'>,
  refused: readonly RefusedGuest[],
): LostGuests => {
  const lost: RefusedGuest[] = [];
  let state: ShowtimeState = showtimeDecider.initialState;
  let waiting: RefusedGuest[] = [];
  let choseAgain = 0;
  let next = 0;
  const isLost = createJudge();

  const settle = (nowMs: number): void => {
    waiting = waiting.filter((guest) => {
      const isOver = guest.untilMs <= nowMs;
      const isPlaced = isOver || isLost(state, guest, nowMs);
      if (isPlaced) lost.push({ ...guest, atMs: isOver ? guest.untilMs : nowMs });
      return !isPlaced;
    });
  };
  const askUntil = (untilMs: number): void => {
    for (; (refused[next]?.atMs ?? untilMs) < untilMs; next += 1) {
      const guest = refused[next];
      if (guest === undefined) return;
      if (isLost(state, guest, guest.atMs)) lost.push(guest);
      else if (guest.why === 'sold-out') waiting.push(guest);
      else choseAgain += 1;
    }
  };

  for (const { atMs, event } of events) {
    askUntil(atMs);
    state = showtimeDecider.evolve(state, event);
    if (waiting.length > 0) settle(atMs);
  }
  askUntil(Number.MAX_VALUE);
  settle(Number.MAX_VALUE);
  return { lost: lost.sort((one, other) => one.atMs - other.atMs), choseAgain };
};
