import type { CommandContext } from './Outcome.ts';

const mailboxLimits = {
  commandsMax: 20_000,
  batchMax: 512,
  /** Buyers who come while the first in line has waited this long are turned away; everyone else gets in line. */
  buyersWaitMs: 2_000,
} as const;

interface Waiting {
  readonly context: CommandContext;
  /** On the steady clock. */
  readonly sinceMs: number;
}

/** The commands that wait for one stream, in order. */
export interface Mailbox<Entry extends Waiting> {
  isEmpty(): boolean;
  isClosedTo(context: CommandContext, nowMs: number): boolean;
  put(entry: Entry): void;
  /** The next batch; the mailbox has them no more. */
  take(): readonly Entry[];
  /** In front of all others. */
  putBack(entries: readonly Entry[]): void;
}

/** Who comes by a request of their own: what follows from an event has its buyer as the actor, and the event as the cause. */
const isBuyer = ({ actor: { role }, causationId, correlationId }: CommandContext): boolean =>
  (role === 'guest' || role === 'customer') && causationId === correlationId;

export const createMailbox = <Entry extends Waiting>(): Mailbox<Entry> => {
  let entries: Entry[] = [];
  return {
    isEmpty: () => entries.length === 0,
    isClosedTo: (context, nowMs) => {
      const [first] = entries;
      if (first === undefined) return false;
      if (entries.length >= mailboxLimits.commandsMax) return true;
      return isBuyer(context) && nowMs - first.sinceMs > mailboxLimits.buyersWaitMs;
    },
    put: (entry) => void entries.push(entry),
    take: () => {
      const batch = entries.slice(0, mailboxLimits.batchMax);
      entries = entries.slice(batch.length);
      return batch;
    },
    putBack: (left) => {
      if (left.length > 0) entries = [...left, ...entries];
    },
  };
};
