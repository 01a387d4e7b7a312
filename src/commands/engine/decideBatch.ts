import type { Aggregate } from '../../domain/kernel/aggregate.ts';
import type { AnyCommand, AnyEvent, AnyRejection, RejectionsBy } from '../../domain/kernel/decider.ts';
import { encodeEvent } from '../../domain/kernel/eventDefinition.ts';
import { type StreamEvent, streamEvents } from '../../domain/kernel/streamEvents.ts';
import type { Clock } from '../../ports/Clock.ts';
import { type EventText, eventStoreLimits, type NewEvent } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import { findRecent, mayHoldRequest } from './findRemembered.ts';
import type { CommandContext, Outcome } from './Outcome.ts';
import { coveredUpTo, type RevisionRange } from './olderKeys.ts';
import type { RememberedRequest } from './RememberedRequests.ts';
import { decisionTimeMs, type StreamFold } from './StreamFold.ts';

export interface Waiting<State, Command, Event extends AnyEvent, Rejection extends AnyRejection> {
  readonly command: Command;
  readonly context: CommandContext;
  /** When it came, on the steady clock. */
  readonly sinceMs: number;
  /** The stream was read up to this revision and does not hold the context's key. */
  readonly newUpTo?: number;
  /** Puts back what the state had forgotten and the command needs. */
  readonly recall?: (state: State) => State;
  answer(outcome: Outcome<State, Rejection, Event | StreamEvent>): void;
  fail(error: unknown): void;
}

export type Verdict<State, Event extends AnyEvent, Rejection extends AnyRejection> =
  | {
      readonly kind: 'accepted';
      readonly events: readonly (NewEvent & (Event | StreamEvent))[];
      /** Of the events. */
      readonly texts: readonly EventText[];
      readonly state: State;
    }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
  | { readonly kind: 'answered-before'; readonly request: RememberedRequest }
  | { readonly kind: 'key-reused' }
  /** The stream must be read before the command can be decided; the ranges end at `upTo`. */
  | { readonly kind: 'maybe-before'; readonly ranges: readonly RevisionRange[]; readonly upTo: number }
  /** The decider threw: only this caller gets the error. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Decided<State, Command, Event extends AnyEvent, Rejection extends AnyRejection> {
  readonly waiting: Waiting<State, Command, Event, Rejection>;
  readonly verdict: Verdict<State, Event, Rejection>;
}

const batchLimits = {
  eventsMax: Math.min(2_000, eventStoreLimits.appendEventsMax),
  bytesMax: Math.floor(eventStoreLimits.appendBytesMax * 0.8),
} as const;

export interface DecideBatchDeps {
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Decides in order, each command on the state after the one before it; `left` is what did not fit into one append. */
export const decideBatch = <
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
>(
  aggregate: Aggregate<State, Command, Event, Rejections>,
  fold: StreamFold<State>,
  batch: readonly Waiting<State, Command, Event, Rejections[Command['type']]>[],
  { clock, ids }: DecideBatchDeps,
): {
  readonly decided: readonly Decided<State, Command, Event, Rejections[Command['type']]>[];
  readonly left: readonly Waiting<State, Command, Event, Rejections[Command['type']]>[];
} => {
  const decided: Decided<State, Command, Event, Rejections[Command['type']]>[] = [];
  let { state, lastAtMs } = fold;
  let events = 0;
  let bytes = 0;
  for (const [place, waiting] of batch.entries()) {
    const nowMs = decisionTimeMs(clock, { lastAtMs });
    const verdict =
      answeredBefore(fold, waiting) ??
      decideOne(aggregate, waiting, waiting.recall?.(state) ?? state, { nowMs, ids });
    if (verdict.kind === 'accepted') {
      const size = byteLength(verdict.texts);
      const full =
        events + verdict.events.length > batchLimits.eventsMax || bytes + size > batchLimits.bytesMax;
      if (full && events > 0) return { decided, left: batch.slice(place) };
      events += verdict.events.length;
      bytes += size;
      state = verdict.state;
      if (verdict.events.length > 0) lastAtMs = nowMs;
    }
    decided.push({ waiting, verdict });
  }
  return { decided, left: [] };
};

const answeredBefore = (
  { remembered }: StreamFold<unknown>,
  { context: { idempotency }, newUpTo }: Pick<Waiting<never, never, never, never>, 'context' | 'newUpTo'>,
):
  | Exclude<Verdict<never, never, never>, { readonly kind: 'accepted' | 'rejected' | 'failed' }>
  | undefined => {
  if (idempotency === undefined) return undefined;
  const found = findRecent(remembered, idempotency);
  if (found === undefined) {
    const { older } = remembered;
    const ranges = mayHoldRequest(older, idempotency, newUpTo);
    return ranges.length === 0 ? undefined : { kind: 'maybe-before', ranges, upTo: coveredUpTo(older) };
  }
  return found.same ? { kind: 'answered-before', request: found.request } : { kind: 'key-reused' };
};

const metadataOf = ({ idempotency, ...context }: CommandContext): NewEvent['metadata'] => {
  if (idempotency === undefined) return context;
  const { key, body } = idempotency;
  return { ...context, idempotency: { key, body } };
};

const decideOne = <
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
>(
  { decider, events: definitions }: Aggregate<State, Command, Event, Rejections>,
  { command, context }: Waiting<State, Command, Event, Rejections[Command['type']]>,
  state: State,
  { nowMs, ids }: { readonly nowMs: number; readonly ids: IdSource },
): Verdict<State, Event, Rejections[Command['type']]> => {
  try {
    const decision = decider.decide({ ...command, nowMs }, state);
    if (decision.kind === 'rejected') return decision;
    const at = new Date(nowMs).toISOString();
    const metadata = metadataOf(context);
    const newEvent = <Encoded extends Pick<NewEvent, 'type' | 'version' | 'data'>>(event: Encoded) => ({
      id: ids.next(),
      ...event,
      ...{ at, metadata },
    });
    const events = decision.events.map((event) => newEvent(encodeEvent(definitions, event)));
    const after = decision.events.reduce((before, event) => decider.evolve(before, event), state);
    if (events.length > 0 || context.idempotency === undefined || decision.final === true)
      return { kind: 'accepted', events, texts: textsOf(events), state: after };
    const remembered = newEvent(
      encodeEvent<StreamEvent>(streamEvents, { type: 'RequestRemembered', data: {} }),
    );
    return { kind: 'accepted', events: [remembered], texts: textsOf([remembered]), state };
  } catch (error) {
    return { kind: 'failed', error };
  }
};

/** All that a command causes has the same metadata. */
const textsOf = (events: readonly NewEvent[]): readonly EventText[] => {
  const metadata = JSON.stringify(events[0]?.metadata);
  return events.map(({ data }) => ({ data: JSON.stringify(data), metadata }));
};

const byteLength = (texts: readonly EventText[]): number =>
  texts.reduce((sum, { data, metadata }) => sum + Buffer.byteLength(data) + Buffer.byteLength(metadata), 0);
