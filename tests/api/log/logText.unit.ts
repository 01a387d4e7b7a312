/** A page of large events is written in chunks, with turns of the event loop for other requests in between. */
import { expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { readLogText } from '../../../src/api/log/logText.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';

const metadata = { correlationId: 'c', causationId: 'c', actor: { role: 'system' } } as const;

it('lets other work run between chunks of a page', async () => {
  const store = openMemoryEventStore();
  const big = 'x'.repeat(40_000);
  const events = Array.from({ length: 20 }, (_, place) => ({
    id: `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`,
    type: 'Big',
    version: 1,
    at: '2026-01-01T00:00:00.000Z',
    data: { big },
    metadata,
  }));
  await store.append({ stream: 'big-1', expected: 'no-stream', events });
  let turns = 0;
  let ticking = true;
  const tick = (): void => {
    turns += 1;
    if (ticking) setImmediate(tick);
  };
  setImmediate(tick);
  const lines = await readLogText(
    store,
    { after: positionStart, filter: { types: ['Big'] }, limit: 100 },
    ({ id }) => `${id}${big}\n`,
  );
  const chunks: string[] = [];
  for await (const chunk of lines) chunks.push(String(chunk));
  ticking = false;
  expect(chunks.length).toBeGreaterThanOrEqual(10);
  expect(
    chunks
      .join('')
      .split('\n')
      .map((line) => line.slice(0, 36)),
  ).toEqual([...events.map(({ id }) => id), '']);
  expect(turns).toBeGreaterThanOrEqual(10);
});
