import type { Question } from '../../src/cli/analyze/questions.ts';
import { tableText } from '../../src/cli/analyze/tableText.ts';

const rowsShown = 8;

export const introduction = (events: number): string => `# Questions that the log answers

Twelve questions as SQL on an export of the log ([docs/replay.md](../replay.md)). \`npm run analyze\` answers one with a table in the terminal
and a picture in a file:

\`\`\`
npm run replay -- --format parquet --out export
npm run analyze -- lead-time --data export
npm run analyze
\`\`\`

Each question is a SQL file and a [Vega-Lite](https://vega.github.io/vega-lite/) chart here; [\`base.sql\`](base.sql) has the views that they share:
\`shows\`, \`holds\`, \`bookings\`, \`sold\`, \`returned\`. They run in any DuckDB: after \`duckdb -init tables.sql\` in the export, read \`base.sql\` and
then a question. \`--json\` gives rows for other tools.

Amounts are in minor units of their currency, instants in UTC. What is shown below was answered from a log of ${events.toLocaleString('en')} events
that the program's own deciders told: two years of a cinema with two halls, three evenings a week. \`node scripts/draw-analytics.ts\` writes this page.

Lost demand counts refusals, as every node reports them by the minute: a guest who asks twice counts twice. [docs/whatif.md](../whatif.md)
replays a sale with them by other rules.
`;

export const questionSection = (
  { name, title }: Question,
  rows: readonly Readonly<Record<string, unknown>>[],
): string => {
  const more = rows.length > rowsShown ? `\n… ${rows.length - rowsShown} rows more` : '';
  return `## ${title.replace(/\?.*$/, '?')}

[\`${name}.sql\`](${name}.sql)

![${title}](pictures/${name}.svg)

\`\`\`
${tableText(rows.slice(0, rowsShown))}${more}
\`\`\`
`;
};
