import type { ShownText } from '../../api/log/shownText.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { LogRange, LogTexts, RecordedText } from '../../ports/LogTexts.ts';
import type { ExportFolder } from './exportFolder.ts';
import type { OpenPart, PartWriter } from './PartWriter.ts';

/** Of a part before it is converted: what one part may take on disk. */
const partCharsMax = 128_000_000;

export interface ExportRun {
  readonly texts: LogTexts;
  readonly range: LogRange;
  readonly partEvents: number;
  readonly folder: ExportFolder;
  readonly openPart: OpenPart;
  show(event: RecordedText): ShownText;
  /** Events of this run. */
  onProgress(reached: Position, events: number): void;
  /** Called when all parts are there. */
  beforeComplete(): Promise<void>;
  readonly signal: AbortSignal;
}

interface Current {
  readonly writer: PartWriter;
  readonly after: Position;
  events: number;
  chars: number;
}

/** Cuts parts by what their events are, so that a run that was stopped and one that was not make the same. */
class PartSequence {
  readonly #run: ExportRun;
  #after: Position;
  #place: number;
  #current: Current | undefined;
  /** The part before is completed while the next is read. */
  #completing: Promise<void> = Promise.resolve();

  constructor(run: ExportRun, after: Position) {
    this.#run = run;
    this.#after = after;
    this.#place = run.folder.manifest.parts.length;
  }

  async begin(): Promise<void> {
    const { openPart, folder } = this.#run;
    const writer = await openPart(folder.work, this.#place);
    this.#current = { writer, after: this.#after, events: 0, chars: 0 };
  }

  /** Undefined where no part is begun. */
  add(recorded: RecordedText): 'taken' | 'full' | undefined {
    const current = this.#current;
    if (current === undefined) return undefined;
    current.writer.add(this.#run.show(recorded));
    current.events += 1;
    current.chars += recorded.data.length + recorded.metadata.length;
    return current.events >= this.#run.partEvents || current.chars >= partCharsMax ? 'full' : 'taken';
  }

  async flush(): Promise<void> {
    await this.#current?.writer.flush();
  }

  async end(through: Position): Promise<void> {
    const current = this.#current;
    if (current === undefined) return;
    await this.#completing;
    const { writer, after, events } = current;
    [this.#current, this.#after] = [undefined, through];
    this.#place += 1;
    this.#completing = writer
      .finish()
      .then(({ files, drafts, unreadable }) =>
        this.#run.folder.keep({ after, through, events, unreadable, files: [...files] }, drafts),
      );
    this.#completing.catch(() => undefined);
  }

  async whole(): Promise<void> {
    await this.#completing;
  }

  async abandon(): Promise<void> {
    await this.#completing.catch(() => undefined);
    await this.#current?.writer.abandon();
  }
}

/** Goes on after the last part that is there. `stopped`: the signal came first. */
export const runExport = async (run: ExportRun): Promise<'complete' | 'stopped'> => {
  const { texts, folder, signal, onProgress } = run;
  const { until, filter } = run.range;
  const after = folder.manifest.parts.at(-1)?.through ?? run.range.after;
  const parts = new PartSequence(run, after);
  let events = 0;
  try {
    for await (const read of texts.read({ after, until, filter })) {
      for (const event of read.events) {
        let added = parts.add(event);
        if (added === undefined) {
          await parts.begin();
          added = parts.add(event);
        }
        if (added === 'full') await parts.end(event.position);
      }
      events += read.events.length;
      if (signal.aborted) return 'stopped';
      await parts.flush();
      onProgress(read.reached, events);
    }
    await parts.end(until);
    await parts.whole();
    await run.beforeComplete();
    await folder.complete();
    return 'complete';
  } catch (error) {
    if (signal.aborted) return 'stopped';
    throw error;
  } finally {
    await parts.abandon();
  }
};
