import { useStore } from '@nanostores/preact';
import { StaleNote } from '../../../shared/problems/StaleNote.tsx';
import { messages } from '../messages.ts';
import { useInstants } from '../useInstants.ts';
import { ReportChart } from './ReportChart.tsx';
import type { Report, ReportQuestion } from './ReportQuestion.ts';
import { ReportTable } from './ReportTable.tsx';
import { currenciesOf, ofCurrency } from './reportRows.ts';

const ownTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export interface ReportShownProps {
  readonly question: ReportQuestion;
  readonly pages: readonly Report[];
}

export const ReportShown = ({ question, pages }: ReportShownProps) => {
  const t = useStore(messages);
  const instant = useInstants();
  const [first] = pages;
  const rows = pages.flatMap<Report['items'][number]>(({ items }) => items);
  if (first === undefined) return null;
  return (
    <>
      <p class="soft" role="status">
        {rows.length === 0 ? t.none : t.rows(rows.length)}
        {first.asOf !== null && ` · ${t.asOf({ at: instant(first.asOf), position: first.position })}`}
      </p>
      <StaleNote stale={first.stale} timeZone={ownTimeZone} />
      {rows.length > 0 &&
        currenciesOf(rows).map((currency) => (
          <ReportChart
            key={currency}
            question={question}
            rows={ofCurrency(rows, currency)}
            currency={currency}
          />
        ))}
      {rows.length > 0 && <ReportTable rows={rows} by={question.by} />}
    </>
  );
};
