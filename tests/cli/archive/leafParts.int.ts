/** Every shape of every event, through an archive's rows and back. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sealedForm } from '../../../src/api/log/sealedLine.ts';
import { createTextShower, lineOfText } from '../../../src/api/log/shownText.ts';
import { openLeafParts } from '../../../src/cli/archive/leafParts.ts';
import { type ArchiveEngine, openEngine } from '../../../src/cli/archive/openEngine.ts';
import { metadataHider } from '../../../src/composition/engine/hiddenMetadata.ts';
import { positionOf } from '../../../src/ports/EventStore.ts';
import type { RecordedText } from '../../../src/ports/LogTexts.ts';
import { eventFixtures } from '../../domain/eventFixtures.ts';

const stack = new AsyncDisposableStack();
let engine: ArchiveEngine;
let work: string;

beforeAll(async () => {
  work = await mkdtemp(path.join(os.tmpdir(), 'marquee-leaves-'));
  engine = await openEngine(stack);
});
afterAll(async () => {
  await stack.disposeAsync();
  await rm(work, { recursive: true, force: true });
});

const identityKey = randomBytes(32);
const show = createTextShower(identityKey, metadataHider(identityKey), sealedForm);
const id = randomUUID();
const metadata = JSON.stringify({ correlationId: id, causationId: id, actor: { role: 'system' } });
let position = 0n;
const shown = (type: string, version: number, data: string, other: Partial<RecordedText> = {}) => {
  position += 1n;
  return show({
    ...{ position: positionOf(position), stream: 'a-b', revision: 0, id: randomUUID(), type, version, data },
    ...{ at: '2026-11-21T18:30:00.120Z', metadata, ...other },
  });
};

let place = 0;
const keep = async (events: readonly ReturnType<typeof shown>[]) => {
  place += 1;
  const part = await openLeafParts(engine)(work, place);
  for (const event of events) part.add(event);
  const { files, drafts } = await part.finish();
  const leaves: string[] = [];
  for (const draft of drafts.values()) for await (const some of engine.leavesOf(draft)) leaves.push(...some);
  return { files, leaves };
};
const leavesOf = (events: readonly ReturnType<typeof shown>[]): readonly string[] =>
  events.map((event) => lineOfText(event).slice(0, -1));

it('gives back the leaf of every shape that was ever released', async () => {
  const events = eventFixtures.map(({ type, version, data }) => shown(type, version, JSON.stringify(data)));
  const { files, leaves } = await keep(events);
  expect(leaves).toEqual(leavesOf(events));
  expect(files.map((file) => file.events)).toEqual([eventFixtures.length]);
});

it('gives back texts, numbers and names as they were written, whatever stands in them', async () => {
  const customer = JSON.stringify({
    ...{ correlationId: id, causationId: randomUUID() },
    actor: { role: 'customer', id: `${'a'.repeat(42)}A` },
  });
  const events = [
    shown('SeatsHeld', 99, '{"b":1.50,"a":1e3,"b":"\\u00e9 é 😀 \\/ \\\\ \\" \\n \\u0000 \u2028, ; \' |"}'),
    shown('Unheard', 1, '{ "x" : [ ] }', { stream: 'odd-"name", é', metadata: customer }),
    shown('Unheard', 1, 'null', { at: '2026-11-21T18:30:00.000Z', revision: 2 ** 40 }),
    shown('Unheard', 1, JSON.stringify({ text: 'é'.repeat(900_000) })),
    shown('Unheard', 1, '""'),
  ];
  const { leaves } = await keep(events);
  expect(leaves).toEqual(leavesOf(events));
});

it('ends a file before its rows are too large to be held together', async () => {
  const large = JSON.stringify({ text: 'x'.repeat(900_000) });
  const events = Array.from({ length: 20 }, () => shown('Unheard', 1, large));
  const { files, leaves } = await keep(events);
  expect(files.map((file) => file.events)).toEqual([9, 9, 2]);
  expect(leaves).toEqual(leavesOf(events));
});

it('keeps no file that would give back another leaf', async () => {
  const events = [shown('Unheard', 1, '{}', { id: randomUUID().toUpperCase() })];
  await expect(keep(events)).rejects.toThrow('cannot be kept as they are');
});
