import type { Timed } from '../../domain/kernel/decider.ts';
import type { ShowtimeCommand, ShowtimeRejections } from '../../domain/showtime/commands.ts';
import type { ShowtimeEvent } from '../../domain/showtime/events.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { showtimeDecider } from '../../domain/showtime/showtimeDecider.ts';

export type Refused = ShowtimeRejections[ShowtimeCommand['type']];

/** One showtime, decided by its own decider. */
export interface House {
  readonly state: ShowtimeState;
  nowMs(): number;
  /** Time never goes back. */
  pass(ms: number): void;
  /** Undefined when it is done. */
  ask(command: ShowtimeCommand): Refused | undefined;
}

export const openHouse = (startMs: number, onEvent: (event: ShowtimeEvent, atMs: number) => void): House => {
  let nowMs = startMs;
  let state = showtimeDecider.initialState;
  return {
    get state() {
      return state;
    },
    nowMs: () => nowMs,
    pass: (ms) => {
      nowMs += ms;
    },
    ask: (command) => {
      const timed: Timed<ShowtimeCommand> = { ...command, nowMs };
      const decision = showtimeDecider.decide(timed, state);
      if (decision.kind === 'rejected') return decision.rejection;
      for (const event of decision.events) {
        state = showtimeDecider.evolve(state, event);
        onEvent(event, nowMs);
      }
      return undefined;
    },
  };
};
