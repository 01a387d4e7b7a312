/**
 * Old events are read for ever: every shape of every event that was ever released stands here as a fixture, and
 * today's shapes are pinned. A pinned shape that changes needs a new version with an upcaster and a fixture of its
 * own; before a release, or for a field that may be absent, `npx vitest run tests/domain/eventCatalog.unit.ts -u`.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anyCategory, eventCatalog, readDomainEvent } from '../../src/domain/eventCatalog.ts';
import { UnreadableEvent } from '../../src/domain/kernel/eventDefinition.ts';
import { showtimeEvents } from '../../src/domain/showtime/events.ts';
import { eventFixtures as fixtures } from './eventFixtures.ts';

const shapes = [...eventCatalog].flatMap(([type, { definition }]) =>
  Array.from({ length: definition.version }, (_, index) => `${type}.v${index + 1}.json`),
);

/** What a schema demands; how it words its explanations is no part of the shape. */
const shapeOf = (schema: z.ZodType): unknown =>
  z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      delete jsonSchema.description;
    },
  });

/** Names of all fields that a shape can have, however deep; absent ones included. */
const fieldsOf = (schema: unknown, path = ''): string[] => {
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if (key === 'properties') {
      return Object.entries(value as object).flatMap(([name, field]) => [
        `${path}.${name}`,
        ...fieldsOf(field, `${path}.${name}`),
      ]);
    }
    return key === 'items' ? fieldsOf(value, `${path}[]`) : [];
  });
};

/** Names of all fields that stand in some data. */
const namesIn = (data: unknown, path = ''): string[] => {
  if (Array.isArray(data)) return data.flatMap((item) => namesIn(item, `${path}[]`));
  if (data === null || typeof data !== 'object') return [];
  return Object.entries(data).flatMap(([name, value]) => [
    `${path}.${name}`,
    ...namesIn(value, `${path}.${name}`),
  ]);
};

describe('the event catalog', () => {
  it('has a fixture for every version of every event, and none besides', () => {
    expect(fixtures.map(({ file }) => file).sort()).toEqual(shapes.sort());
  });

  it.each(fixtures)('reads $file', ({ type, version, data }) => {
    const event = readDomainEvent({ type, version, data });
    expect(event.type).toBe(type);
    // Today's shape comes back as it was stored: nothing left out, nothing made up.
    if (version === eventCatalog.get(type)?.definition.version) expect(event).toStrictEqual({ type, data });
  });

  it('has fixtures that show every field of today’s shapes somewhere', () => {
    for (const [type, { definition }] of eventCatalog) {
      const shown = new Set(
        fixtures
          .filter((fixture) => fixture.type === type && fixture.version === definition.version)
          .flatMap(({ data }) => namesIn(data)),
      );
      const missing = fieldsOf(z.toJSONSchema(definition.schema)).filter((field) => !shown.has(field));
      expect(missing, type).toEqual([]);
    }
  });

  it.each([...eventCatalog])('pins the shape of %s', (_, { definition }) => {
    expect({ version: definition.version, schema: shapeOf(definition.schema) }).toMatchSnapshot();
  });

  it.each([...eventCatalog])('refuses %s with a field that it does not know', (type, { definition }) => {
    const fixture = fixtures.find((each) => each.type === type && each.version === definition.version);
    const data = { ...(fixture?.data as object), surprise: 1 };
    expect(() => readDomainEvent({ type, version: definition.version, data })).toThrow(UnreadableEvent);
  });

  it('finds a definition under its own type and says where it occurs', () => {
    for (const [type, { definition }] of eventCatalog) expect(definition.type).toBe(type);
    expect(eventCatalog.get('SeatsHeld')).toEqual({
      definition: showtimeEvents.SeatsHeld,
      category: 'showtime',
    });
    expect(eventCatalog.get('LogCreated')?.category).toBe('log');
    expect(eventCatalog.get('RequestRemembered')?.category).toBe(anyCategory);
  });

  it('throws for types and versions it does not know', () => {
    expect(() => readDomainEvent({ type: 'SeatsStolen', version: 1, data: {} })).toThrow(UnreadableEvent);
    expect(() => readDomainEvent({ type: 'toString', version: 1, data: {} })).toThrow(UnreadableEvent);
    expect(() => readDomainEvent({ type: 'SalesOpened', version: 2, data: {} })).toThrow(UnreadableEvent);
    expect(() => readDomainEvent({ type: 'SalesOpened', version: 0, data: {} })).toThrow(UnreadableEvent);
  });
});
