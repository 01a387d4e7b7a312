/**
 * Decides waiting commands in order, each on the state that the one before it left, up to what fits into one
 * append. Nothing is stored or answered here.
 */

import type { AnyEvent, AnyRejection, Decider } from '../../domain/kernel/decider.ts';
import { type EventDefinitions, encodeEvent } from '../../domain/kernel/eventDefinition.ts';
import { streamEvents } from '../../domain/kernel/streamEvents.ts';
import type { Clock } from '../../ports/Clock.ts';
import { eventStoreLimits, type NewEvent } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import { findRemembered } from './findRemembered.ts';
import type { CommandContext, Outcome } from './Outcome.ts';
import type { RememberedRequest, StreamFold } from './StreamFold.ts';
import type { SnapshotCodec } from './snapshots.ts';

export interface StreamDecider<State, Command, Event extends AnyEvent, Rejection extends AnyRejection>
  extends Decider<State, Command, Event, Rejection> {
  readonly definitions: EventDefinitions;
  /**
   * Refusals that may be given from memory up to a quarter of a second old, because there are so many of them and
   * the caller would lose the race anyway. All others are given on the log's last word.
   */
  readonly refusesFromMemory?: (rejection: Rejection) => boolean;
  /** For streams that grow long. */
  readonly snapshot?: SnapshotCodec<State>;
}

/** A command in a mailbox, with whoever waits for it. */
export interface Waiting<State, Command, Rejection extends AnyRejection> {
  readonly command: Command;
  readonly context: CommandContext;
  readonly answer: (outcome: Outcome<State, Rejection>) => void;
  readonly fail: (error: unknown) => void;
}

export type Verdict<State, Rejection extends AnyRejection> =
  /** What to append, and the state right after it. */
  | { readonly kind: 'accepted'; readonly events: readonly NewEvent[]; readonly state: State }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
  | { readonly kind: 'answered-before'; readonly request: RememberedRequest }
  | { readonly kind: 'key-reused' }
  /** The decider threw: a bug, told to the one who asked and to nobody else. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Decided<State, Command, Rejection extends AnyRejection> {
  readonly waiting: Waiting<State, Command, Rejection>;
  readonly verdict: Verdict<State, Rejection>;
}

const batchLimits = {
  /** Below the store's own limits, so that no batch is refused for its size. */
  eventsMax: Math.min(2_000, eventStoreLimits.appendEventsMax),
  bytesMax: Math.floor(eventStoreLimits.appendBytesMax * 0.8),
} as const;

export interface DecideBatchDeps {
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** `left` are the commands, from the first that did not fit on, to be decided on what the others make true. */
export const decideBatch = <State, Command, Event extends AnyEvent, Rejection extends AnyRejection>(
  decider: StreamDecider<State, Command, Event, Rejection>,
  fold: StreamFold<State>,
  batch: readonly Waiting<State, Command, Rejection>[],
  { clock, ids }: DecideBatchDeps,
): {
  readonly decided: readonly Decided<State, Command, Rejection>[];
  readonly left: readonly Waiting<State, Command, Rejection>[];
} => {
  const decided: Decided<State, Command, Rejection>[] = [];
  let { state, lastAtMs } = fold;
  let events = 0;
  let bytes = 0;
  for (const [place, waiting] of batch.entries()) {
    const nowMs = Math.max(clock.nowMs(), lastAtMs);
    const verdict =
      answeredBefore(fold, waiting.context) ?? decideOne(decider, waiting, state, { nowMs, ids });
    if (verdict.kind === 'accepted') {
      const full =
        events + verdict.events.length > batchLimits.eventsMax ||
        bytes + byteLength(verdict.events) > batchLimits.bytesMax;
      if (full && events > 0) return { decided, left: batch.slice(place) };
      events += verdict.events.length;
      bytes += byteLength(verdict.events);
      state = verdict.state;
      if (verdict.events.length > 0) lastAtMs = nowMs;
    }
    decided.push({ waiting, verdict });
  }
  return { decided, left: [] };
};

const answeredBefore = (
  { remembered }: StreamFold<unknown>,
  { idempotency }: CommandContext,
): Verdict<never, never> | undefined => {
  if (idempotency === undefined) return undefined;
  const found = findRemembered(remembered, idempotency);
  if (found === undefined) return undefined;
  return found.same ? { kind: 'answered-before', request: found.request } : { kind: 'key-reused' };
};

const metadataOf = ({ idempotency, ...context }: CommandContext): NewEvent['metadata'] => {
  if (idempotency === undefined) return context;
  const { key, body } = idempotency;
  return { ...context, idempotency: { key, body } };
};

const decideOne = <State, Command, Event extends AnyEvent, Rejection extends AnyRejection>(
  decider: StreamDecider<State, Command, Event, Rejection>,
  { command, context }: Waiting<State, Command, Rejection>,
  state: State,
  { nowMs, ids }: { readonly nowMs: number; readonly ids: IdSource },
): Verdict<State, Rejection> => {
  const newEvent = (event: { type: string; version: number; data: unknown }): NewEvent => ({
    id: ids.next(),
    ...event,
    at: new Date(nowMs).toISOString(),
    metadata: metadataOf(context),
  });
  try {
    const decision = decider.decide({ ...command, nowMs }, state);
    if (decision.kind === 'rejected') return decision;
    const events = decision.events.map((event) => newEvent(encodeEvent(decider.definitions, event)));
    const after = decision.events.reduce((before, event) => decider.evolve(before, event), state);
    if (events.length > 0 || context.idempotency === undefined)
      return { kind: 'accepted', events, state: after };
    const remembered = encodeEvent(streamEvents, { type: 'RequestRemembered', data: {} });
    return { kind: 'accepted', events: [newEvent(remembered)], state };
  } catch (error) {
    return { kind: 'failed', error };
  }
};

const byteLength = (events: readonly NewEvent[]): number =>
  events.reduce((sum, event) => sum + Buffer.byteLength(JSON.stringify([event.data, event.metadata])), 0);
