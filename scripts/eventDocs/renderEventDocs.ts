/** Writes the page about events from their definitions, so that the page cannot drift from the code. */
import { z } from 'zod';
import { describeFields, type Field, type JsonSchema } from './describeFields.ts';

export interface DocumentedEvent {
  /** What stands before the first `-` of the stream's name; `*` for events of any stream. */
  readonly category: string;
  readonly definition: {
    readonly type: string;
    readonly version: number;
    readonly description: string;
    readonly schema: z.ZodType;
  };
}

const introduction = `# Events

Written by \`npm run docs\` from the schemas in \`src/domain\`, which also check every event on write and on read; do
not edit by hand. \`npm run check\` fails when this page is behind.

An event of the log, as \`GET /v1/events\` gives it (one per line):

| field | meaning |
|---|---|
| \`position\` | its place in the whole log: 20 digits that sort as text |
| \`stream\`, \`revision\` | whose event it is; its place there, from 0 without gaps |
| \`id\` | UUID of the event |
| \`type\`, \`version\` | which of the events below; the version of its shape, from 1 |
| \`at\` | when it was decided, ISO 8601 UTC |
| \`data\` | the fields below |
| \`metadata\` | \`correlationId\`, \`causationId\`, \`actor\` |

Fields may be added to an event; none is removed or changes its meaning. An instant is ISO 8601 UTC with milliseconds,
money an integer amount in minor units with an ISO 4217 currency. \`[]\` marks the items of a list, \`.*\` the values of
a map, \`?\` a field that may be absent.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const row = ({ path, kind, optional, description }: Field): string =>
  `| \`${path}\`${optional ? '?' : ''} | ${cell(kind)} | ${cell(description)} |`;

const headings: Readonly<Record<string, string>> = {
  '*': 'Streams of any kind',
  // There is one log, so its stream needs no id.
  log: 'Stream `log`',
};

const renderEvent = ({ definition }: DocumentedEvent): string => {
  const fields = describeFields(z.toJSONSchema(definition.schema, { io: 'output' }) as JsonSchema);
  const table =
    fields.length === 0 ? 'No data.' : ['| field | kind | |', '|---|---|---|', ...fields.map(row)].join('\n');
  return `### ${definition.type}\n\n${definition.description} Version ${definition.version}.\n\n${table}\n`;
};

/** The whole page, in the order in which the events are given. */
export const renderEventDocs = (events: readonly DocumentedEvent[]): string => {
  const categories = [...new Set(events.map(({ category }) => category))];
  const sections = categories.flatMap((category) => [
    `## ${headings[category] ?? `Stream \`${category}-<id>\``}\n`,
    ...events.filter((event) => event.category === category).map(renderEvent),
  ]);
  return [introduction, ...sections].join('\n');
};
