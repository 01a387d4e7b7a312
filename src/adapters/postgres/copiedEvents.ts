/** Events in the text format of COPY, in which a backslash escapes and tabs and line feeds separate. */
import type { RecordedText } from '../../ports/LogTexts.ts';

export const copiedColumns =
  'e.position, e.stream, e.revision, e.id, e.type, e.version, e.at, e.data, e.metadata';

const positionDigits = 20;
const lineFeed = 0x0a;
const tab = 0x09;
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const unescaped = (text: string): string =>
  text.includes('\\') ? text.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter) : text;

/** The names of types are few: each is kept once, so that comparing them is cheap. */
const types = new Map<string, string>();
const typesMax = 1_000;

const typeNamed = (name: string): string => {
  const known = types.get(name);
  if (known !== undefined) return known;
  const type = unescaped(name);
  if (types.size < typesMax) types.set(name, type);
  return type;
};

/** Its long columns are taken out of the line when they are asked for. */
export class CopiedLine {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  readonly #line: string;
  readonly #idAt: number;
  readonly #versionAt: number;
  readonly #dataAt: number;

  constructor(line: string) {
    const after = (from: number): number => line.indexOf('\t', from) + 1;
    const streamAt = after(0);
    const revisionAt = after(streamAt);
    this.#idAt = after(revisionAt);
    const typeAt = after(this.#idAt);
    this.#versionAt = after(typeAt);
    const decidedAt = after(this.#versionAt);
    this.#dataAt = after(decidedAt);
    this.#line = line;
    this.position = line.slice(0, streamAt - 1).padStart(positionDigits, '0');
    this.stream = unescaped(line.slice(streamAt, revisionAt - 1));
    this.revision = Number(line.slice(revisionAt, this.#idAt - 1));
    this.type = typeNamed(line.slice(typeAt, this.#versionAt - 1));
    this.at = line.slice(decidedAt, this.#dataAt - 1);
  }

  get id(): string {
    return this.#line.slice(this.#idAt, this.#line.indexOf('\t', this.#idAt));
  }

  get version(): number {
    return Number(this.#line.slice(this.#versionAt, this.#line.indexOf('\t', this.#versionAt)));
  }

  get data(): string {
    return unescaped(this.#line.slice(this.#dataAt, this.#line.lastIndexOf('\t')));
  }

  get metadata(): string {
    return unescaped(this.#line.slice(this.#line.lastIndexOf('\t') + 1));
  }
}

const copiedEvent = (text: string): RecordedText => {
  const line = new CopiedLine(text);
  const { position, stream, revision, id, type, version, at, data, metadata } = line;
  return { position, stream, revision, id, type, version, at, data, metadata };
};

/** Node allocates a string above 128 KiB apart from others: that takes a hundred times as long as its decoding. */
const pieceBytes = 96 * 1_024;

/** As `split` does, but decoded in pieces. */
const linesIn = (rows: Uint8Array): readonly string[] => {
  const bytes = Buffer.from(rows.buffer, rows.byteOffset, rows.length);
  const lines: string[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const isLast = bytes.length - from <= pieceBytes;
    let end = isLast ? bytes.length : bytes.lastIndexOf(lineFeed, from + pieceBytes);
    // A line that is longer than a piece.
    if (end < from) end = bytes.indexOf(lineFeed, from);
    if (end === -1) end = bytes.length;
    for (const line of bytes.toString('utf8', from, end).split('\n')) lines.push(line);
    from = end + 1;
  }
  return lines;
};

/** Of whole lines, without the last line feed. */
export const copiedLinesIn = (lines: Uint8Array): readonly CopiedLine[] =>
  linesIn(lines).map((line) => new CopiedLine(line));

/** Position of the last one. */
export const lastPositionIn = (lines: Buffer): string => {
  const start = lines.lastIndexOf(lineFeed) + 1;
  return lines.toString('latin1', start, lines.indexOf(tab, start)).padStart(positionDigits, '0');
};

/** Events of whole lines, without the last line feed. */
export const copiedEventsIn = (lines: Uint8Array): readonly RecordedText[] => linesIn(lines).map(copiedEvent);

/** Lines are handed on once they are so many. */
const rowsBytes = 2 ** 18;

/** Gathers what comes over the connection, cut anywhere, into whole lines. What it gives is overwritten by what it takes next. */
export class CopyReader {
  #bytes = Buffer.allocUnsafeSlow(2 * rowsBytes);
  #given = 0;
  #used = 0;

  /** Lines without the last line feed, or undefined where more must come first. */
  take(chunk: Buffer): Buffer | undefined {
    this.#used = this.#bytes.copy(this.#bytes, 0, this.#given, this.#used);
    this.#given = 0;
    if (this.#used + chunk.length > this.#bytes.length) {
      this.#bytes = Buffer.concat([this.#bytes], 2 * (this.#used + chunk.length));
    }
    this.#used += chunk.copy(this.#bytes, this.#used);
    return this.#used < rowsBytes ? undefined : this.end();
  }

  /** The lines that are left. */
  end(): Buffer | undefined {
    const from = this.#given;
    const end = this.#bytes.subarray(0, this.#used).lastIndexOf(lineFeed);
    if (end < from) return undefined;
    this.#given = end + 1;
    return this.#bytes.subarray(from, end);
  }
}
