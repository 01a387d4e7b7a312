import type { Position } from '../../ports/EventStore.ts';
import type { Outcome } from '../engine/Outcome.ts';

/** The answer to a code that was sent to an address. */
export type ConfirmOutcome<Confirmed> =
  | (Confirmed & {
      readonly outcome: 'confirmed';
      readonly confirmedAtMs: number;
      readonly position: Position;
      readonly replayed: boolean;
    })
  | { readonly outcome: 'rejected'; readonly rejection: { readonly reason: 'InvalidCode' } }
  | Exclude<Outcome<never, never>, { readonly outcome: 'done' | 'rejected' }>;

export const invalidCode = { outcome: 'rejected', rejection: { reason: 'InvalidCode' } } as const;
