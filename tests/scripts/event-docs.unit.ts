/** The page about events must say what the schemas say: kinds, bounds, optional fields, nested ones. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeFields, type JsonSchema } from '../../scripts/eventDocs/describeFields.ts';
import { renderEventDocs } from '../../scripts/eventDocs/renderEventDocs.ts';

const fieldsOf = (schema: z.ZodType) => describeFields(z.toJSONSchema(schema) as JsonSchema);

it.each([
  ['UUID', z.uuid()],
  ['UUID', z.uuid().regex(/^[0-9a-f-]+$/)],
  ['text `^[A-Z]{3}$`', z.string().regex(/^[A-Z]{3}$/)],
  ['instant', z.iso.datetime({ precision: 3 })],
  ['date', z.iso.date()],
  ['text', z.string()],
  ['text up to 5', z.string().max(5)],
  ['integer', z.int()],
  ['integer 0 to 9', z.int().min(0).max(9)],
  ['integer from 1', z.int().min(1)],
  ['number up to 2', z.number().max(2)],
  ['boolean', z.boolean()],
  ['`a`, `b`', z.enum(['a', 'b'])],
  ['text or null', z.string().nullable()],
  ['list of 1 to 3: text', z.array(z.string()).min(1).max(3)],
  ['list of any number: UUID', z.array(z.uuid())],
  ['map by `a`, `b`: boolean', z.record(z.enum(['a', 'b']), z.boolean())],
  ['map: integer', z.record(z.string(), z.int())],
])('calls a field %s', (kind, schema) => {
  expect(fieldsOf(z.strictObject({ it: schema }))).toEqual([
    { path: 'it', kind, optional: false, description: '' },
  ]);
});

it('lists the fields of objects inside lists and maps', () => {
  const seat = z.strictObject({ id: z.string(), price: z.strictObject({ amount: z.int() }) });
  const schema = z.strictObject({ seats: z.array(seat), byType: z.record(z.string(), seat) });
  expect(fieldsOf(schema).map(({ path }) => path)).toEqual([
    'seats',
    'seats[].id',
    'seats[].price',
    'seats[].price.amount',
    'byType',
    'byType.*.id',
    'byType.*.price',
    'byType.*.price.amount',
  ]);
});

it('marks what may be absent and keeps descriptions', () => {
  const schema = z.strictObject({ zone: z.string().describe('a | b').exactOptional() });
  const page = renderEventDocs([
    { category: 'hall', definition: { type: 'HallBuilt', version: 2, description: 'A hall.', schema } },
  ]);
  expect(page).toContain(
    '## Stream `hall-<id>`\n\n### HallBuilt\n\nA hall. Version 2.\n\n| field | kind | |\n|---|---|---|\n| `zone`? | text | a \\| b |\n',
  );
});

it('groups events by stream, in the order given', () => {
  const event = (category: string, type: string) => ({
    category,
    definition: { type, version: 1, description: '', schema: z.strictObject({}) },
  });
  const page = renderEventDocs([
    event('b', 'One'),
    event('a', 'Two'),
    event('b', 'Three'),
    event('*', 'Four'),
  ]);
  const headings = page.split('\n').filter((line) => /^##+ /.test(line));
  expect(headings).toEqual([
    '## Stream `b-<id>`',
    '### One',
    '### Three',
    '## Stream `a-<id>`',
    '### Two',
    '## Streams of any kind',
    '### Four',
  ]);
});
