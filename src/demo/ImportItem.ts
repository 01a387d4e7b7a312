import type { CommandContext, Outcome } from '../commands/engine/Outcome.ts';
import type { AnyRejection } from '../domain/kernel/decider.ts';

export const importKinds = ['movies', 'theaters', 'halls', 'showtimes'] as const;
export type ImportKind = (typeof importKinds)[number];

export interface ImportItem {
  readonly kind: ImportKind;
  readonly id: string;
  /** For messages. */
  readonly name: string;
  readonly execute: (context: CommandContext) => Promise<Outcome<unknown, AnyRejection>>;
}

/** What became of one item. `existing`: it was there already, maybe with later edits by staff. */
export type ImportResult = 'created' | 'existing' | 'skipped';

/** It is there already, in the form that staff gave it since, or as an earlier import left it. */
const existsAlready = new Set([
  'MovieAlreadyExists',
  'TheaterAlreadyExists',
  'HallAlreadyExists',
  'ShowtimeAlreadyExists',
  'ShowtimeAlreadyReserved',
]);

/** There is no room for this showtime any more: staff came first, or the import took too long. */
const noRoom = new Set(['HallBusy', 'StartsInThePast', 'TimetableFull']);

/** Thrown for an item that can never be imported as it is, or not for as long as the import waits. */
export class ImportFailed extends Error {
  override readonly name = 'ImportFailed';
}

/** The result of an outcome that is final; undefined for one that asks to come back later. */
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
