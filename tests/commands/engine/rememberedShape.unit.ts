/** Pins what a stream remembers of keyed requests. When this fails, move `rememberedShape` and pin the new result. */
import { expect, it } from 'vitest';
import { noRequests, rememberRequest } from '../../../src/commands/engine/RememberedRequests.ts';
import { encodeRemembered } from '../../../src/commands/engine/rememberedSnapshot.ts';
import { rememberedShape } from '../../../src/commands/engine/snapshots.ts';
import { positionOf } from '../../../src/ports/EventStore.ts';
import { hashOf } from '../../support/hashOf.ts';
import { iso, onSaleMs, uuid } from '../../support/showtimes.ts';

const pinned: Readonly<Record<number, string>> = {
  4: '3436fcd197abcd6711deeac66d12630d3fc1732d7f3b220286e01066d3e5c488',
};
const events = 1_700;

it('names what a snapshot holds beside the state', () => {
  let remembered = noRequests;
  for (let revision = 0; revision < events; revision += 1) {
    const atMs = onSaleMs + revision * 1_000;
    const key = { key: `key-${revision}`, body: `body-${revision}` };
    const metadata = { correlationId: uuid(1), causationId: uuid(2), actor: { role: 'guest' } } as const;
    const recorded = {
      ...{ id: uuid(revision), stream: 'a-b', type: 'A', version: 1, data: {}, at: iso(atMs), revision },
      position: positionOf(BigInt(revision + 1)),
      metadata: { ...metadata, idempotency: key },
    };
    remembered = rememberRequest(remembered, recorded, atMs);
  }
  const kept = encodeRemembered({ remembered, forgettable: [] });
  expect({ [rememberedShape]: hashOf(kept) }).toEqual({ [rememberedShape]: pinned[rememberedShape] });
});
