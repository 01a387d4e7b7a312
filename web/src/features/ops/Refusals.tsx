import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { Table } from '../../shared/ui/Table.tsx';
import type { ReadingsProps } from './LogFigures.tsx';
import { rateOf } from './Metrics.ts';
import { messages } from './messages.ts';
import { Part } from './Part.tsx';
import { useShortNumbers } from './shortNumbers.ts';

const name = 'marquee_refusals_total';

export const Refusals = ({ metrics, before }: ReadingsProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const short = useShortNumbers();
  const rows = [...metrics.by(name, 'problem')].toSorted(([, one], [, other]) => other - one);
  const rate = (problem: string): string =>
    short(rateOf(metrics, before, (of) => of.sum(name, (labels) => labels.problem === problem)));
  return (
    <Part title={t.refusals}>
      {rows.length === 0 ? (
        <p>{t.noRefusals}</p>
      ) : (
        <Table
          label={t.table({ of: t.refusals })}
          rows={rows}
          keyOf={([problem]) => problem}
          columns={[
            { name: t.refusal, cell: ([problem]) => problem },
            { name: t.total, cell: ([, value]) => format.number(value), isFigure: true },
            { name: t.rate, cell: ([problem]) => rate(problem), isFigure: true },
          ]}
        />
      )}
    </Part>
  );
};
