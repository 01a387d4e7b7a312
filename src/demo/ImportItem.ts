import type { CommandContext, Outcome } from '../commands/engine/Outcome.ts';
import type { AnyRejection } from '../domain/kernel/decider.ts';

export const importKinds = ['movies', 'theaters', 'halls', 'showtimes'] as const;
export type ImportKind = (typeof importKinds)[number];

export interface ImportItem {
  readonly kind: ImportKind;
  readonly id: string;
  readonly name: string;
  readonly execute: (context: CommandContext) => Promise<Outcome<unknown, AnyRejection>>;
}

/** `existing`: it was imported before, and staff may have edited it since. */
export type ImportResult = 'created' | 'existing' | 'skipped';

const existsAlready = new Set([
  'MovieAlreadyExists',
  'TheaterAlreadyExists',
  'HallAlreadyExists',
  'ShowtimeAlreadyExists',
  'ShowtimeAlreadyReserved',
]);

/** Staff scheduled something else there, or the import took too long. */
const noRoom = new Set(['HallBusy', 'StartsInThePast', 'TimetableFull']);

/** The item can never be imported as it is, or the event log was unavailable for too long. */
export class ImportFailed extends Error {
  override readonly name = 'ImportFailed';
}

/** Undefined when the outcome asks for a retry. */
export const resultOf = (
  item: ImportItem,
  outcome: Outcome<unknown, AnyRejection>,
): ImportResult | undefined => {
  switch (outcome.outcome) {
    case 'done':
      return outcome.events.length > 0 ? 'created' : 'existing';
    case 'rejected': {
      const { reason } = outcome.rejection;
      if (existsAlready.has(reason)) return 'existing';
      if (noRoom.has(reason)) return 'skipped';
      throw new ImportFailed(
        `cannot import ${item.name} (${item.id}): ${JSON.stringify(outcome.rejection).slice(0, 500)}`,
      );
    }
    case 'unavailable':
    case 'in-progress':
      return undefined;
    case 'key-reused':
      throw new ImportFailed(`cannot import ${item.name} (${item.id}): its idempotency key was used before`);
  }
};
