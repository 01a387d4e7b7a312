import { writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Position } from '../../ports/EventStore.ts';

const flushChars = 1 << 17;
const utf8BytesOfCharMax = 3;
/** Shared by all, so that memory does not grow with what was written. */
let scratch = Buffer.allocUnsafe(utf8BytesOfCharMax * 2 * flushChars);

/** Collects text and writes it in large pieces. */
export class SpoolFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #onWrite: (bytes: Buffer) => void;
  #text = '';
  #bytes = 0;
  #lines = 0;
  #chars = 0;
  #first = '';
  #last = '';

  private constructor(path: string, handle: FileHandle, onWrite: (bytes: Buffer) => void) {
    this.path = path;
    this.#handle = handle;
    this.#onWrite = onWrite;
  }

  static async open(path: string, onWrite: (bytes: Buffer) => void = () => undefined): Promise<SpoolFile> {
    return new SpoolFile(path, await open(path, 'w'), onWrite);
  }

  get lines(): number {
    return this.#lines;
  }

  get chars(): number {
    return this.#chars;
  }

  /** Of what has been flushed. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Names it by its first and last event. */
  get span(): string {
    return `${this.#first}-${this.#last}`;
  }

  add(position: Position, line: string): void {
    if (this.#lines === 0) this.#first = position;
    this.#last = position;
    this.#text += line;
    this.#lines += 1;
    this.#chars += line.length;
  }

  flush(charsMin = flushChars): void {
    if (this.#text.length < charsMin || this.#text === '') return;
    const bytesMax = this.#text.length * utf8BytesOfCharMax;
    if (bytesMax > scratch.length) scratch = Buffer.allocUnsafe(bytesMax);
    const bytes = scratch.subarray(0, scratch.write(this.#text, 'utf8'));
    this.#text = '';
    this.#onWrite(bytes);
    this.#bytes += bytes.length;
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#handle.fd, bytes, written);
    }
  }

  async finish({ durable }: { readonly durable: boolean }): Promise<void> {
    try {
      this.flush(0);
      if (durable) await this.#handle.sync();
    } finally {
      await this.#handle.close();
    }
  }
}
