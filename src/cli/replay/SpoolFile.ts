import { writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Position } from '../../ports/EventStore.ts';

const bufferBytes = 1 << 16;
const utf8BytesOfCharMax = 3;

/**
 * Collects lines as bytes and writes them in large pieces. As text they would keep alive the pages of the log that they were cut
 * from.
 */
export class SpoolFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #onWrite: (bytes: Buffer) => void;
  readonly #buffer = Buffer.allocUnsafeSlow(bufferBytes);
  #used = 0;
  #bytes = 0;
  #lines = 0;
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

  get bytes(): number {
    return this.#bytes + this.#used;
  }

  /** Names it by its first and last event. */
  get span(): string {
    return `${this.#first}-${this.#last}`;
  }

  add(position: Position, line: string): void {
    if (this.#lines === 0) this.#first = position;
    this.#last = position;
    this.#lines += 1;
    const bytesMax = line.length * utf8BytesOfCharMax;
    if (bytesMax > this.#buffer.length - this.#used) this.#flush();
    if (bytesMax > this.#buffer.length) this.#write(Buffer.from(line, 'utf8'));
    else this.#used += this.#buffer.write(line, this.#used, 'utf8');
  }

  async finish({ durable }: { readonly durable: boolean }): Promise<void> {
    try {
      this.#flush();
      if (durable) await this.#handle.sync();
    } finally {
      await this.#handle.close();
    }
  }

  #flush(): void {
    this.#write(this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }

  #write(bytes: Buffer): void {
    this.#onWrite(bytes);
    this.#bytes += bytes.length;
    for (let written = 0; written < bytes.length; ) {
      written += writeSync(this.#handle.fd, bytes, written);
    }
  }
}
