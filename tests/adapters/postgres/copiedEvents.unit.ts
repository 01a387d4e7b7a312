import { expect, it } from 'vitest';
import { CopyReader, copiedEventsIn } from '../../../src/adapters/postgres/copiedEvents.ts';

const lines =
  '7\tmovie-ä\t0\tid-1\tMovieRegistered\t2\t2026-11-21T18:30:00.000Z\t{"title":"\\\\"Tab\\\\t\\\\" – ß"}\t{}\n' +
  '8\ta\\\\b\t1\tid-2\tSalesOpened\t1\t2026-11-21T18:30:00.000Z\t{\\n}\t{"x":1}\n';

const expected = [
  {
    ...{
      position: '00000000000000000007',
      stream: 'movie-ä',
      revision: 0,
      id: 'id-1',
      type: 'MovieRegistered',
    },
    ...{ version: 2, at: '2026-11-21T18:30:00.000Z', data: '{"title":"\\"Tab\\t\\" – ß"}', metadata: '{}' },
  },
  {
    ...{ position: '00000000000000000008', stream: 'a\\b', revision: 1, id: 'id-2', type: 'SalesOpened' },
    ...{ version: 1, at: '2026-11-21T18:30:00.000Z', data: '{\n}', metadata: '{"x":1}' },
  },
];

/** As they come over a connection that cuts them into pieces of a size. */
const readInPieces = (text: string, size: number) => {
  const bytes = Buffer.from(text, 'utf8');
  const reader = new CopyReader();
  const reads = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => {
    const lines = reader.take(bytes.subarray(n * size, (n + 1) * size));
    return lines === undefined ? [] : copiedEventsIn(lines);
  });
  const rest = reader.end();
  return [...reads, rest === undefined ? [] : copiedEventsIn(rest)].filter((events) => events.length > 0);
};

it('reads events of COPY, wherever they are cut', () => {
  for (let size = 1; size <= Buffer.byteLength(lines); size += 1) {
    expect(readInPieces(lines, size).flat()).toEqual(expected);
  }
  expect(new CopyReader().end()).toBeUndefined();
});

it('gathers pieces into reads that are large, and waits for the end of a line that is larger', () => {
  const texts = Array.from({ length: 400 }, (_, n) => 'ß'.repeat(n % 100 === 7 ? 500_000 : n * 3));
  const rows = texts.map((text, n) => `${n + 1}\tmovie-1\t${n}\tid\tX\t1\tat\t"${text}"\t{}\n`).join('');
  for (const size of [999, 65_536, 3_000_000]) {
    const reads = readInPieces(rows, size);
    expect(reads.flat().map(({ data }) => data)).toEqual(texts.map((text) => `"${text}"`));
    expect(reads.length).toBeLessThan(16);
  }
});

it('reads many lines, and lines that are longer than the pieces in which they are decoded', () => {
  const texts = Array.from({ length: 300 }, (_, n) => 'ß'.repeat(n % 50 === 7 ? 70_000 : n * 3));
  const rows = texts.map((text, n) => `${n + 1}\tmovie-1\t${n}\tid\tX\t1\tat\t"${text}"\t{}`).join('\n');
  const events = copiedEventsIn(Buffer.from(rows, 'utf8'));
  expect(events.map(({ data }) => data)).toEqual(texts.map((text) => `"${text}"`));
});
