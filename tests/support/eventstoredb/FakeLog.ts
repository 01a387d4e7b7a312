/**
 * The log of the in-process EventStoreDB: streams, revisions, deletions and what an append answers, as measured on
 * EventStoreDB 23.10.6. Nothing of gRPC enters, so that a restarted server may go on with the same log.
 */
import { randomUUID } from 'node:crypto';

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly createdMs: number;
}

export type Expected = bigint | 'any' | 'no_stream' | 'stream_exists';

export type Appended =
  /** Acknowledged once `position` is committed. */
  | { readonly outcome: 'stored'; readonly revision: bigint; readonly position: bigint }
  | { readonly outcome: 'wrong-version'; readonly current: bigint | undefined }
  | { readonly outcome: 'deleted' }
  | { readonly outcome: 'too-big' }
  | { readonly outcome: 'bad-request' };

export const appendSizeMax = 1_048_576;

interface FakeStream {
  readonly events: StoredEvent[];
  /** Revisions below this one are not read any more. */
  truncatedBefore: bigint;
  softDeleted: boolean;
  tombstoned: boolean;
}

export interface FakeLogOptions {
  /** From the decision on an append, which other appends see at once, until it is acknowledged and can be read. */
  readonly commitAfterMs?: () => number;
  /** Called after each append instead: who gives it calls `commitBefore`. */
  readonly onWritten?: () => void;
}

/** The index of the first event at a position or after it. */
export const placeOf = (events: readonly StoredEvent[], from: bigint): number => {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.position ?? from) < from) low = middle + 1;
    else high = middle;
  }
  return low;
};

export class FakeLog {
  /** The committed ones, which can be read. */
  readonly events: StoredEvent[] = [];
  readonly listeners = new Set<() => void>();
  /** Makes the answer to a repeated append name the place of its first event instead of its last. */
  vagueRepetitions = false;
  readonly #commitAfterMs: () => number;
  readonly #onWritten: (() => void) | undefined;
  readonly #streams = new Map<string, FakeStream>();
  #uncommitted: StoredEvent[] = [];
  #end = 0n;

  constructor({ commitAfterMs = () => 0, onWritten }: FakeLogOptions = {}) {
    this.#commitAfterMs = commitAfterMs;
    this.#onWritten = onWritten;
    if (onWritten === undefined) this.addOwnEvents();
  }

  /** Where the next event will stand. */
  get end(): bigint {
    return this.#end;
  }

  /** A real log begins with the engine's own events. */
  addOwnEvents(): void {
    for (const type of ['$metadata', '$UserCreated', '$scavengeIndexInitialized']) {
      const data = Buffer.from('{}');
      const event = { id: randomUUID(), type, contentType: 'application/json', data, metadata: data };
      this.append(`$fake-${type}`, 'any', [event]);
    }
  }

  append(name: string, expected: Expected, proposed: readonly ProposedEvent[]): Appended {
    if (name === '' || proposed.some(({ type }) => type === '')) return { outcome: 'bad-request' };
    const size = proposed.reduce(
      (sum, { type, data, metadata }) => sum + data.length + metadata.length + 2 * type.length,
      0,
    );
    if (size > appendSizeMax) return { outcome: 'too-big' };
    const stream = this.#streams.get(name);
    if (stream?.tombstoned) return { outcome: 'deleted' };
    const last = stream?.events.at(-1)?.revision;
    const repeated = this.#storedAs(stream, expected, proposed);
    if (repeated !== undefined) return repeated;
    if (!this.#mayAppend(stream, expected, last)) return { outcome: 'wrong-version', current: last };
    return this.#store(name, proposed);
  }

  /** Soft: the events are hidden and revisions go on. Hard: the name is gone for good. */
  delete(name: string, hard: boolean): bigint {
    const stream = this.#stream(name);
    stream.tombstoned ||= hard;
    stream.softDeleted = true;
    stream.truncatedBefore = (stream.events.at(-1)?.revision ?? -1n) + 1n;
    return this.#end;
  }

  /** The readable events in revision order, or why there are none. */
  read(name: string): readonly StoredEvent[] | 'not-found' | 'deleted' {
    const stream = this.#streams.get(name);
    if (stream?.tombstoned) return 'deleted';
    if (stream === undefined || stream.softDeleted) return 'not-found';
    const visible = stream.events.filter(
      ({ revision, position }) => revision >= stream.truncatedBefore && this.#isCommitted(position),
    );
    if (visible.length === 0 && stream.truncatedBefore === 0n) return 'not-found';
    const maxCount = this.#maxCount(name);
    return maxCount === undefined ? visible : visible.slice(-maxCount);
  }

  /** Resolves when the event at `position` can be read. */
  async committed(position: bigint): Promise<void> {
    if (this.#isCommitted(position)) return;
    await new Promise<void>((resolve) => {
      const listener = (): void => {
        if (!this.#isCommitted(position)) return;
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
    });
  }

  /** Everything written before `end`, in the order of writing. */
  commitBefore(end: bigint): void {
    const open = this.#uncommitted.findIndex(({ position }) => position >= end);
    const committed = open === -1 ? this.#uncommitted : this.#uncommitted.slice(0, open);
    if (committed.length === 0) return;
    this.#uncommitted = open === -1 ? [] : this.#uncommitted.slice(open);
    this.events.push(...committed);
    for (const listener of this.listeners) listener();
  }

  /** Whether all that is written here is written there too, at the same places. */
  isPartOf(other: FakeLog): boolean {
    const written = new Map(
      other.#written(this.#uncommitted[0]?.position).map((each) => [each.position, each]),
    );
    return this.#uncommitted.every(({ position, id }) => written.get(position)?.id === id);
  }

  /** What the other log has beyond the end of this one, which must be a part of it. */
  copyFrom(other: FakeLog): void {
    for (const event of other.#written(this.#end)) this.#write(event);
  }

  dropUncommitted(): void {
    const first = this.#uncommitted[0];
    if (first === undefined) return;
    for (const { stream } of this.#uncommitted) {
      const { events } = this.#stream(stream);
      events.splice(placeOf(events, first.position));
    }
    this.#uncommitted = [];
    this.#end = first.position;
  }

  /** From a position on, in order. */
  #written(from: bigint | undefined): readonly StoredEvent[] {
    if (from === undefined) return [];
    const committed = this.events.slice(placeOf(this.events, from));
    return [...committed, ...this.#uncommitted.filter(({ position }) => position >= from)];
  }

  /** Whether a subscription may start there: at a record, or just before one. */
  isPosition(commit: bigint): boolean {
    return commit === this.#end || this.events[placeOf(this.events, commit)]?.position === commit;
  }

  #stream(name: string): FakeStream {
    const stream = this.#streams.get(name) ?? {
      events: [],
      truncatedBefore: 0n,
      softDeleted: false,
      tombstoned: false,
    };
    this.#streams.set(name, stream);
    return stream;
  }

  #mayAppend(stream: FakeStream | undefined, expected: Expected, last: bigint | undefined): boolean {
    if (expected === 'any') return true;
    if (expected === 'stream_exists') return last !== undefined && stream?.softDeleted === false;
    if (expected === 'no_stream') return last === undefined || stream?.softDeleted === true;
    return last === expected;
  }

  /** The answer to an append that stands already where it would have been put. */
  #storedAs(
    stream: FakeStream | undefined,
    expected: Expected,
    proposed: readonly ProposedEvent[],
  ): Appended | undefined {
    const events = stream?.events ?? [];
    const first = proposed[0];
    if (first === undefined) return undefined;
    let start = expected === 'no_stream' ? 0 : Number(typeof expected === 'bigint' ? expected + 1n : -1n);
    if (start === -1) start = events.findLastIndex(({ id }) => id === first.id);
    const end = events[start + proposed.length - 1];
    const same = start >= 0 && proposed.every(({ id }, offset) => events[start + offset]?.id === id);
    return same && end !== undefined
      ? {
          outcome: 'stored',
          revision: end.revision,
          position: (this.vagueRepetitions ? events[start] : end)?.position ?? end.position,
        }
      : undefined;
  }

  #store(name: string, proposed: readonly ProposedEvent[]): Appended {
    const stream = this.#stream(name);
    stream.softDeleted = false;
    for (const event of proposed) {
      const revision = (stream.events.at(-1)?.revision ?? -1n) + 1n;
      this.#write({ ...event, stream: name, revision, position: this.#end, createdMs: Date.now() });
    }
    if (this.#onWritten === undefined) this.#commitInTime();
    else this.#onWritten();
    const last = proposed.length === 0 ? undefined : stream.events.at(-1);
    // An empty batch is a success too, with revision 0 whatever the stream holds.
    return { outcome: 'stored', revision: last?.revision ?? 0n, position: last?.position ?? this.#end };
  }

  #isCommitted(position: bigint): boolean {
    const next = this.#uncommitted[0];
    return next === undefined || position < next.position;
  }

  #write(event: StoredEvent): void {
    this.#stream(event.stream).events.push(event);
    this.#uncommitted.push(event);
    // Positions are places in a file: they grow by what a record takes.
    this.#end = event.position + BigInt(120 + event.data.length + event.metadata.length);
  }

  #commitInTime(): void {
    const afterMs = this.#commitAfterMs();
    const end = this.#end;
    if (afterMs <= 0) this.commitBefore(end);
    else setTimeout(() => this.commitBefore(end), afterMs);
  }

  #maxCount(name: string): number | undefined {
    const metadata = this.#streams.get(`$$${name}`)?.events.at(-1);
    if (metadata === undefined) return undefined;
    const value: unknown = JSON.parse(Buffer.from(metadata.data).toString());
    return typeof value === 'object' && value !== null && '$maxCount' in value
      ? Number(value.$maxCount)
      : undefined;
  }
}
