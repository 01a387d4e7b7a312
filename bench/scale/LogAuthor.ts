/** Writes events as the program would: decided by its deciders on folded state, one after the other, without a database. */
import type { Aggregate } from '../../src/domain/kernel/aggregate.ts';
import type { AnyCommand, AnyEvent, RejectionsBy } from '../../src/domain/kernel/decider.ts';
import { streamOf } from '../../src/domain/kernel/streams.ts';
import type { NewEvent } from '../../src/ports/EventStore.ts';
import { createIds } from './ids.ts';

export interface AuthoredEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly at: string;
  /** JSON. */
  readonly data: string;
  readonly metadata: string;
}

export interface Told<State> {
  readonly stream: string;
  state: State;
  revision: number;
}

type Role = NewEvent['metadata']['actor']['role'];

export interface LogAuthor {
  nowMs(): number;
  /** Moves the clock of the log, which also goes on with each command. */
  pass(ms: number): void;
  readonly ids: ReturnType<typeof createIds>;
  begin<State, Command extends AnyCommand, Event extends AnyEvent, Rejections extends RejectionsBy<Command>>(
    aggregate: Aggregate<State, Command, Event, Rejections>,
    id: string,
  ): Told<State>;
  /** Throws when the decider refuses: the log would not be valid. `keyed`: as a request with an idempotency key. */
  tell<State, Command extends AnyCommand, Event extends AnyEvent, Rejections extends RejectionsBy<Command>>(
    aggregate: Aggregate<State, Command, Event, Rejections>,
    told: Told<State>,
    command: Command,
    as: { readonly role: Role; readonly keyed?: boolean },
  ): readonly { readonly id: string; readonly revision: number; readonly event: Event }[];
}

/** Of the log's time. */
const msPerCommand = 40;
/** Each event of a type is checked by its schema until so many were, then one in as many. */
const checkedFirst = 100;

export const createLogAuthor = (startMs: number, write: (event: AuthoredEvent) => void): LogAuthor => {
  const ids = createIds();
  let nowMs = startMs;
  const seen = new Map<string, number>();

  const isChecked = (type: string): boolean => {
    const count = (seen.get(type) ?? 0) + 1;
    seen.set(type, count);
    return count <= checkedFirst || count % checkedFirst === 0;
  };

  const metadataText = (role: Role, keyed: boolean): string => {
    const correlation = ids.next(nowMs);
    const causes = `{"correlationId":"${correlation}","causationId":"${correlation}","actor":{"role":"${role}"}`;
    return keyed ? `${causes},"idempotency":{"key":"${ids.hmac()}","body":"${ids.hmac()}"}}` : `${causes}}`;
  };

  return {
    nowMs: () => nowMs,
    pass: (ms) => {
      nowMs += ms;
    },
    ids,
    begin: (aggregate, id) => ({
      stream: streamOf(aggregate, id),
      state: aggregate.decider.initialState,
      revision: -1,
    }),
    tell: ({ decider, events: definitions }, told, command, { role, keyed = false }) => {
      nowMs += msPerCommand;
      const decision = decider.decide({ ...command, nowMs }, told.state);
      if (decision.kind === 'rejected') {
        throw new Error(`${told.stream}: ${command.type} is refused: ${JSON.stringify(decision.rejection)}`);
      }
      const at = new Date(nowMs).toISOString();
      const metadata = metadataText(role, keyed);
      return decision.events.map((event) => {
        const definition = definitions[event.type];
        if (definition === undefined) throw new Error(`no definition of event ${event.type}`);
        const { version } = definition;
        if (isChecked(event.type)) definition.read(version, event.data);
        told.state = decider.evolve(told.state, event);
        told.revision += 1;
        const id = ids.next(nowMs);
        const { stream, revision } = told;
        write({
          stream,
          revision,
          id,
          type: event.type,
          version,
          at,
          data: JSON.stringify(event.data),
          metadata,
        });
        return { id, revision, event };
      });
    },
  };
};
