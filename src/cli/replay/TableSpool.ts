import path from 'node:path';
import type { Position } from '../../ports/EventStore.ts';
import { SpoolFile } from './SpoolFile.ts';
import type { Table } from './tables.ts';

/** The engine parses 2,048 lines at once: where these are large, such as layouts, its memory is bounded by the file. */
const heavyLineBytes = 2_000;
const heavyFileBytes = 1_000_000;

/** The lines of one table in one part, in one file or, where they are large, in several. */
export class TableSpool {
  readonly table: Table;
  readonly #folder: string;
  readonly #files: SpoolFile[] = [];

  constructor(table: Table, folder: string) {
    this.table = table;
    this.#folder = folder;
  }

  get files(): readonly SpoolFile[] {
    return this.#files;
  }

  get lines(): number {
    return this.#files.reduce((sum, { lines }) => sum + lines, 0);
  }

  /** A promise where a file has to be opened first. */
  add(position: Position, line: string): Promise<void> | undefined {
    const file = this.#files.at(-1);
    if (file === undefined || (file.bytes >= heavyFileBytes && file.bytes / file.lines > heavyLineBytes)) {
      return this.#begin().then((begun) => begun.add(position, line));
    }
    file.add(position, line);
    return undefined;
  }

  async #begin(): Promise<SpoolFile> {
    await this.finish();
    const name = `${this.table.name}-${this.#files.length}.spool`;
    const file = await SpoolFile.open(path.join(this.#folder, name));
    this.#files.push(file);
    return file;
  }

  async finish(): Promise<void> {
    await this.#files.at(-1)?.finish({ durable: false });
  }
}
