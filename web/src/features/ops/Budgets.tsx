import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { Table } from '../../shared/ui/Table.tsx';
import type { Metrics } from './Metrics.ts';
import { messages } from './messages.ts';
import { Part } from './Part.tsx';

export const Budgets = ({ metrics }: { readonly metrics: Metrics }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const exempted = metrics.by('marquee_budget_exemptions_total', 'budget');
  return (
    <Part title={t.budgets}>
      <Table
        label={t.table({ of: t.budgets })}
        rows={[...metrics.by('marquee_budget_refusals_total', 'budget')]}
        keyOf={([budget]) => budget}
        columns={[
          { name: t.budget, cell: ([budget]) => budget },
          { name: t.refused, cell: ([, value]) => format.number(value), isFigure: true },
          {
            name: t.exempted,
            cell: ([budget]) => format.number(exempted.get(budget) ?? 0),
            isFigure: true,
          },
        ]}
      />
    </Part>
  );
};
