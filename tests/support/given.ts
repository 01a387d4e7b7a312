/** Reads as the specification does: given events, when a command, then events or a rejection. */
import { expect } from 'vitest';
import type { AnyEvent, AnyRejection, Decider, Timed } from '../../src/domain/kernel/decider.ts';

export const specification = <State, Command, Event extends AnyEvent, Rejection extends AnyRejection>(
  decider: Decider<State, Command, Event, Rejection>,
) => ({
  given: (...history: readonly Event[]) => {
    const state = history.reduce((before, event) => decider.evolve(before, event), decider.initialState);
    return {
      state,
      when: (command: Timed<Command>) => {
        const decision = decider.decide(command, state);
        return {
          gives: (...events: readonly Event[]) => expect(decision).toEqual({ kind: 'accepted', events }),
          givesNothing: () => expect(decision).toEqual({ kind: 'accepted', events: [] }),
          isRefused: (rejection: Rejection) => expect(decision).toEqual({ kind: 'rejected', rejection }),
        };
      },
    };
  },
});
