import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { Table } from '../../shared/ui/Table.tsx';
import type { Metrics } from './Metrics.ts';
import { messages } from './messages.ts';
import { Part } from './Part.tsx';
import { useShortNumbers } from './shortNumbers.ts';

const passes = 'marquee_job_passes_total';

export const Jobs = ({ metrics }: { readonly metrics: Metrics }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const short = useShortNumbers();
  const idle = metrics.by('marquee_job_idle_seconds', 'job');
  const count = (name: string, outcome: string): number =>
    metrics.sum(passes, (labels) => labels.job === name && labels.outcome === outcome);
  const rows = [...metrics.by('marquee_job_leading', 'job')].map(([name, leads]) => ({
    ...{ name, leads: leads === 1, idle: idle.get(name) },
    ...{ done: count(name, 'done'), failed: count(name, 'failed') },
  }));
  return (
    <Part title={t.jobs}>
      <Table
        label={t.table({ of: t.jobs })}
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          { name: t.job, cell: ({ name }) => name },
          { name: t.state, cell: ({ leads }) => (leads ? t.leads : t.standsBy) },
          { name: t.passes, cell: ({ done }) => format.number(done), isFigure: true },
          { name: t.failed, cell: ({ failed }) => format.number(failed), isFigure: true },
          {
            name: t.idle,
            cell: (row) => (row.idle === undefined ? t.never : t.ago({ time: `${short(row.idle)} s` })),
            isFigure: true,
          },
        ]}
      />
    </Part>
  );
};
