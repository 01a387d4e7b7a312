import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTextShower, lineOfText } from '../../../src/api/log/shownText.ts';
import { eventLine } from '../../../src/api/log/views.ts';
import { metadataHider } from '../../../src/composition/engine/hiddenMetadata.ts';
import { type EventMetadata, positionOf, type RecordedEvent } from '../../../src/ports/EventStore.ts';
import type { RecordedText } from '../../../src/ports/LogTexts.ts';
import { eventFixtures } from '../../domain/eventFixtures.ts';

const identityKey = randomBytes(32);
const hide = metadataHider(identityKey);
const show = createTextShower(identityKey, hide);

const hash = randomBytes(32).toString('base64url');
const metadata: EventMetadata = {
  ...{ correlationId: randomUUID(), causationId: randomUUID(), actor: { role: 'customer', id: hash } },
  idempotency: { key: hash, body: hash },
};
const recorded = (given: Partial<RecordedEvent>): RecordedEvent => ({
  ...{ position: positionOf(12n), stream: `booking-${randomUUID()}`, revision: 3, id: randomUUID() },
  ...{ type: 'SalesOpened', version: 1, at: '2026-11-21T18:30:00.000Z', data: {}, metadata },
  ...given,
});
const textOf = ({ data, metadata: about, ...event }: RecordedEvent): RecordedText => ({
  ...event,
  data: JSON.stringify(data),
  metadata: JSON.stringify(about),
});
const shown = (event: RecordedEvent): string => lineOfText(show(textOf(event)));
const expected = (event: RecordedEvent): string =>
  eventLine({ ...event, metadata: hide(event.metadata) }, identityKey);

describe('an event shown from its text', () => {
  it.each(eventFixtures.map((fixture) => [fixture.file, fixture] as const))(
    'equals %s parsed',
    (_, fixture) => {
      const event = recorded({ type: fixture.type, version: fixture.version, data: fixture.data });
      expect(shown(event)).toBe(expected(event));
    },
  );

  it('hides a customer, an actor and a request id that older events hold in clear', () => {
    const email = 'ada@example.org';
    const clear = {
      correlationId: email,
      causationId: email,
      actor: { role: 'customer', id: email },
    } as const;
    const data = { customerId: email, about: [{ customerId: 'x"y' }] };
    const event = recorded({ stream: `customer-${email}`, data, metadata: clear });
    expect(shown(event)).toBe(expected(event));
    expect(shown(event)).not.toContain(email);
    expect(shown(event)).not.toContain('x\\"y');
  });

  it('is one line, whatever its stream is called and however its JSON was written', () => {
    const event = recorded({ stream: 'showtime-a"b\\c' });
    const text = { ...textOf(event), data: '{\n "customerId" :\t"someone"\n}' };
    const line = lineOfText(show(text));
    expect(line).toBe(expected({ ...event, data: { customerId: 'someone' } }));
    expect(line.trimEnd()).not.toContain('\n');
  });

  it('shows a version of the future as it is, and nothing of an older one that cannot be read', () => {
    const future = recorded({ type: 'SeatsHeld', version: 99, data: { new: true } });
    expect(shown(future)).toBe(expected(future));
    const broken = recorded({ type: 'CancellationAccepted', version: 1, data: { reason: 'Ada was ill' } });
    expect(shown(broken)).toContain('"data":null');
  });
});
