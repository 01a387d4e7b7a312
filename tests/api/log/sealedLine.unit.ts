/** The leaf of every shape that was ever released: another hash here would break every tree that was signed. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sealedLine } from '../../../src/api/log/sealedLine.ts';
import { eventLine } from '../../../src/api/log/views.ts';
import { eventCatalog } from '../../../src/domain/eventCatalog.ts';
import type { RecordedEvent } from '../../../src/ports/EventStore.ts';

const fixtures = path.resolve(import.meta.dirname, '../../domain/fixtures');
const identityKey = Buffer.alloc(32, 7);

const recorded = (type: string, version: number, data: unknown): RecordedEvent => ({
  position: '00000000000000000042',
  stream: 'customer-someone@example.org',
  revision: 3,
  id: '01900000-0000-7000-8000-000000000001',
  type,
  version,
  at: '2026-11-29T12:00:00.000Z',
  data,
  metadata: {
    correlationId: '01900000-0000-7000-8000-000000000002',
    causationId: '01900000-0000-7000-8000-000000000003',
    actor: { role: 'guest' },
    idempotency: { key: 'k', body: 'b' },
  },
});

const shapes = readdirSync(fixtures).flatMap((name) => {
  const [, type, version] = /^(\w+)\.v(\d+)\.json$/.exec(name) ?? [];
  if (type === undefined) return [];
  const data: unknown = JSON.parse(readFileSync(path.join(fixtures, name), 'utf8'));
  return [{ name, event: recorded(type, Number(version), data) }];
});

describe('a leaf', () => {
  it('never changes', () => {
    const leaves = shapes.map(({ name, event }) => {
      const hash = createHash('sha256').update(sealedLine(event, identityKey)).digest('base64');
      return `${name} ${hash}`;
    });
    expect(leaves).toMatchSnapshot();
  });

  it('is the line that an analyst reads, where the event is of the version of today', () => {
    const current = shapes.filter(
      ({ event }) => event.version === eventCatalog.get(event.type)?.definition.version,
    );
    expect(current.length).toBeGreaterThan(50);
    for (const { event } of current) {
      expect(`${sealedLine(event, identityKey)}\n`).toBe(eventLine(event, identityKey));
    }
  });

  it('holds no clear text of older events, no subject of a token, and no fingerprint of a request', () => {
    for (const { name, event } of shapes) {
      const line = sealedLine(event, identityKey);
      expect(line).not.toContain('someone@example.org');
      expect(line).not.toContain('idempotency');
      const { data, version } = JSON.parse(line) as {
        data: { reason?: unknown; by?: unknown; where?: unknown };
        version: number;
      };
      if (/^(ShowtimeCancelled|SeatsBlocked)\.v1/.test(name))
        expect([data.reason, version]).toEqual([{ box: 'hidden' }, 2]);
      if (name.startsWith('TicketAdmitted.v1'))
        expect([data.by, data.where, version]).toEqual([undefined, undefined, 2]);
    }
  });
});
