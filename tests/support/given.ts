/** Reads as the specification does: given events, when a command, then events or a rejection. */
import { expect } from 'vitest';
import type { AnyCommand, AnyEvent, Decider, RejectionsBy, Timed } from '../../src/domain/kernel/decider.ts';

export const specification = <
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
>(
  decider: Decider<State, Command, Event, Rejections>,
) => ({
  given: (...history: readonly Event[]) => {
    const state = history.reduce((before, event) => decider.evolve(before, event), decider.initialState);
    return {
      state,
      when: <C extends Command>(command: Timed<C>) => {
        const decision = decider.decide(command, state);
        return {
          gives: (...events: readonly Event[]) => expect(decision).toEqual({ kind: 'accepted', events }),
          givesNothing: () => expect(decision).toEqual({ kind: 'accepted', events: [] }),
          givesNothingEver: () => expect(decision).toEqual({ kind: 'accepted', events: [], final: true }),
          isRefused: (rejection: Rejections[C['type']]) =>
            expect(decision).toEqual({ kind: 'rejected', rejection }),
        };
      },
    };
  },
});
