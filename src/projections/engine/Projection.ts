import type { AnyEvent } from '../../domain/kernel/decider.ts';
import type { EventDefinitions } from '../../domain/kernel/eventDefinition.ts';
import { withParkingActs } from '../../following/parkingActs.ts';
import type { EventFilter, Position } from '../../ports/EventStore.ts';
import type { ReadModel, ReadTransaction } from '../../ports/ReadStore.ts';

export type Placed<Event extends AnyEvent> = Event & {
  readonly id: string;
  readonly correlationId: string;
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  /** Decision time, ISO 8601 UTC. */
  readonly at: string;
};

/** A read model in Postgres: the events it wants, its tables, and how events change them. */
export interface Projection<Event extends AnyEvent = AnyEvent> {
  readonly name: string;
  /** Raised with every change of tables or apply: the new model is built beside the old one. */
  readonly version: number;
  readonly categories: readonly string[];
  /** Events are checked and upcast by these before `apply` sees them. */
  readonly definitions: EventDefinitions;
  /**
   * Statements that make its tables, with unqualified names. `checkpoint` and `parked` are the runner's. A table
   * `changes` and columns `change` say when this making wrote what: two makings are not compared by them.
   */
  readonly tables: string;
  /** Statements that make the indexes which only readers need: a copy is filled without them. Default: none. */
  readonly indexes?: string;
  /**
   * Changes the rows for events in log order. The events of one stream always come in order; a stream that was
   * parked may come late, so nothing may depend on the order between streams. An error blames the events: it is
   * narrowed down to one, whose stream is parked.
   */
  apply(events: readonly Placed<Event>[], transaction: ReadTransaction): Promise<void>;
}

export const schemaOf = ({ name, version }: Pick<Projection, 'name' | 'version'>): string =>
  `${name}_v${version}`;

export const copySchemaOf = (projection: Pick<Projection, 'name' | 'version'>): string =>
  `rebuild_${schemaOf(projection)}`;

const parkedTable = `
  CREATE TABLE parked (
    stream text PRIMARY KEY,
    position text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    type text NOT NULL,
    error text NOT NULL,
    waiting bigint NOT NULL DEFAULT 0
  );`;

/** @param schema default: where the model stands */
export const readModelOf = (projection: Projection, schema = schemaOf(projection)): ReadModel => ({
  schema,
  tables: `${parkedTable}\n${projection.tables}`,
});

export const filterOf = ({
  categories,
  definitions,
}: Pick<Projection, 'categories' | 'definitions'>): EventFilter =>
  withParkingActs(categories, Object.keys(definitions));
