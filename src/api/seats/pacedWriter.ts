export interface Sink {
  readonly writableLength: number;
  write(bytes: Buffer): unknown;
  destroy(): unknown;
}

export interface PacedWriter<S extends Sink> {
  readonly size: number;
  /** What was put before is not written to it. */
  add(sink: S): void;
  delete(sink: S): void;
  put(bytes: Buffer): void;
  /** Writes what is left and calls `end` of each. */
  close(end: (sink: S) => void): void;
}

/** Sinks written to in one turn of the event loop. */
const sinksPerTurn = 100;
/** Pause between two writes, per sink, so that writing takes about a tenth of the time. What arrives during the pause is written together. */
const pauseMsPerSink = 0.1;
const pauseMsMax = 250;

/** Writes the same bytes to many, each change at once while they are few; a sink that falls behind is destroyed. */
export const openPacedWriter = <S extends Sink>(bufferBytesMax: number): PacedWriter<S> => {
  const sinks = new Set<S>();
  let unwritten: Buffer[] = [];
  /** For sinks added since the last write: how many of the unwritten texts came before them. */
  let knownTo = new Map<S, number>();
  let isPlanned = false;
  let writtenAtMs = Number.NEGATIVE_INFINITY;

  const writeTo = (sink: S, bytes: Buffer): void => {
    if (sink.writableLength > bufferBytesMax) sink.destroy();
    else if (bytes.length > 0) sink.write(bytes);
  };
  const takeUnwritten = (): ((sink: S) => void) => {
    const [frames, known] = [unwritten, knownTo];
    unwritten = [];
    knownTo = new Map();
    const all = Buffer.concat(frames);
    return (sink) => {
      const from = known.get(sink);
      writeTo(sink, from === undefined ? all : Buffer.concat(frames.slice(from)));
    };
  };
  const writeSome = (waiting: S[], write: (sink: S) => void): void => {
    for (const sink of waiting.splice(0, sinksPerTurn)) if (sinks.has(sink)) write(sink);
    if (waiting.length > 0) {
      setImmediate(writeSome, waiting, write);
      return;
    }
    isPlanned = false;
    writtenAtMs = performance.now();
    if (unwritten.length > 0) plan();
  };
  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    const begin = (): void => writeSome([...sinks], takeUnwritten());
    const pauseMs = Math.min(pauseMsMax, Math.floor(sinks.size * pauseMsPerSink));
    const waitMs = writtenAtMs + pauseMs - performance.now();
    if (waitMs > 0) setTimeout(begin, waitMs);
    else setImmediate(begin);
  };

  return {
    get size() {
      return sinks.size;
    },
    add: (sink) => {
      sinks.add(sink);
      if (unwritten.length > 0) knownTo.set(sink, unwritten.length);
    },
    delete: (sink) => {
      sinks.delete(sink);
      knownTo.delete(sink);
    },
    put: (bytes) => {
      unwritten.push(bytes);
      plan();
    },
    close: (end) => {
      const write = takeUnwritten();
      for (const sink of sinks) {
        write(sink);
        end(sink);
      }
      sinks.clear();
    },
  };
};
