/** Live entries: one timer looks for all readers, and writes to those for whom something has changed. */
export const entryStreamLimits = {
  /** Of one queue on a node. */
  readersMax: 2_000,
  /** Places before one's own up to which a stream is given. */
  aheadMax: 500,
  lookEveryMs: 1_000,
  heartbeatEveryLooks: 15,
  lifeMs: 10 * 60_000,
  /** A reader with more unread bytes is closed. */
  unreadBytesMax: 64 * 1_024,
} as const;

export interface EntryReader {
  readonly writable: boolean;
  readonly writableLength: number;
  write(text: string): unknown;
  end(): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** What is written of an entry; `isLast`: nothing will change any more without the caller. */
export interface EntryFrame {
  readonly text: string;
  /** The same while nothing has changed that matters to the caller. */
  readonly mark: string;
  readonly isLast: boolean;
}

export interface EntryStreams {
  /** Writes `first` at once. The head must have been written. */
  join(reader: EntryReader, first: EntryFrame, look: () => Promise<EntryFrame>): void;
  readers(): number;
  close(): void;
}

interface Following {
  readonly reader: EntryReader;
  readonly look: () => Promise<EntryFrame>;
  mark: string;
  quietLooks: number;
  isLooking: boolean;
}

const frameText = ({ text }: EntryFrame): string => `event: entry\ndata: ${text}\n\n`;

export const openEntryStreams = (): EntryStreams => {
  const all = new Set<Following>();

  const tell = (following: Following, frame: EntryFrame): void => {
    const { reader } = following;
    if (!reader.writable) return;
    if (frame.mark !== following.mark) {
      following.mark = frame.mark;
      following.quietLooks = 0;
      reader.write(frameText(frame));
    } else {
      following.quietLooks += 1;
      if (following.quietLooks % entryStreamLimits.heartbeatEveryLooks === 0) reader.write(':\n\n');
    }
    const isStuck = reader.writableLength > entryStreamLimits.unreadBytesMax;
    if (frame.isLast || isStuck) reader.end();
  };
  const look = async (following: Following): Promise<void> => {
    if (following.isLooking) return;
    following.isLooking = true;
    try {
      tell(following, await following.look());
    } catch {
      // The reader comes back and is told why.
      following.reader.end();
    } finally {
      following.isLooking = false;
    }
  };
  const timer = setInterval(() => {
    for (const following of all) void look(following);
  }, entryStreamLimits.lookEveryMs);
  timer.unref();

  return {
    join: (reader, first, lookAgain) => {
      const following = { reader, look: lookAgain, mark: '', quietLooks: 0, isLooking: false };
      all.add(following);
      reader.once('close', () => all.delete(following));
      tell(following, first);
    },
    readers: () => all.size,
    close: () => {
      clearInterval(timer);
      for (const { reader } of all) reader.end();
    },
  };
};
