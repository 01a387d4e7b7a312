import { expect, it } from 'vitest';
import { copiedEventsIn, createCopyReader } from '../../../src/adapters/postgres/copiedEvents.ts';

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

it('reads events of COPY, wherever they are cut', () => {
  const bytes = Buffer.from(lines, 'utf8');
  for (let size = 1; size <= bytes.length; size += 1) {
    const take = createCopyReader();
    const events = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) => {
      const lines = take(bytes.subarray(n * size, (n + 1) * size));
      return lines === undefined ? [] : copiedEventsIn(lines);
    }).flat();
    expect(events).toEqual(expected);
  }
});

it('reads many lines, and lines that are longer than the pieces in which they are decoded', () => {
  const texts = Array.from({ length: 300 }, (_, n) => 'ß'.repeat(n % 50 === 7 ? 70_000 : n * 3));
  const rows = texts.map((text, n) => `${n + 1}\tmovie-1\t${n}\tid\tX\t1\tat\t"${text}"\t{}`).join('\n');
  const events = copiedEventsIn(Buffer.from(rows, 'utf8'));
  expect(events.map(({ data }) => data)).toEqual(texts.map((text) => `"${text}"`));
});
