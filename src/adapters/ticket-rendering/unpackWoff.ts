/** WOFF 1.0. The font library inflates the whole table of shapes for every glyph: seconds for a large font. */
import { inflateSync } from 'node:zlib';

const woffSignature = 0x774f4646;
const woffHeaderBytes = 44;
const woffEntryBytes = 20;
const sfntHeaderBytes = 12;
const sfntEntryBytes = 16;
const tablesMax = 64;
const tableBytesMax = 64 * 1024 * 1024;

interface Table {
  readonly tag: number;
  readonly checksum: number;
  readonly data: Buffer;
}

const readTable = (woff: Buffer, entry: number): Table => {
  const offset = woff.readUInt32BE(entry + 4);
  const packedBytes = woff.readUInt32BE(entry + 8);
  const bytes = woff.readUInt32BE(entry + 12);
  const packed = woff.subarray(offset, offset + packedBytes);
  const data = packedBytes < bytes ? inflateSync(packed, { maxOutputLength: tableBytesMax }) : packed;
  return { tag: woff.readUInt32BE(entry), checksum: woff.readUInt32BE(entry + 16), data };
};

const aligned = (bytes: number): number => Math.ceil(bytes / 4) * 4;

/** Other files are returned unchanged. Throws for an invalid WOFF. */
export const unpackWoff = (woff: Buffer): Buffer => {
  if (woff.readUInt32BE(0) !== woffSignature) return woff;
  const count = woff.readUInt16BE(12);
  if (count > tablesMax) throw new RangeError(`a font of ${count} tables`);
  const tables = Array.from({ length: count }, (_, index) =>
    readTable(woff, woffHeaderBytes + index * woffEntryBytes),
  );
  const dataStart = sfntHeaderBytes + count * sfntEntryBytes;
  const total = tables.reduce((sum, { data }) => sum + aligned(data.length), dataStart);
  const font = Buffer.alloc(total);
  const steps = Math.floor(Math.log2(count));
  font.writeUInt32BE(woff.readUInt32BE(4), 0);
  font.writeUInt16BE(count, 4);
  font.writeUInt16BE(2 ** steps * 16, 6);
  font.writeUInt16BE(steps, 8);
  font.writeUInt16BE(count * 16 - 2 ** steps * 16, 10);
  let offset = dataStart;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const entry = sfntHeaderBytes + index * sfntEntryBytes;
    font.writeUInt32BE(tag, entry);
    font.writeUInt32BE(checksum, entry + 4);
    font.writeUInt32BE(offset, entry + 8);
    font.writeUInt32BE(data.length, entry + 12);
    data.copy(font, offset);
    offset += aligned(data.length);
  }
  return font;
};
