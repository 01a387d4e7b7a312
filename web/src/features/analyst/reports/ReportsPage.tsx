import { useStore } from '@nanostores/preact';
import { useMutation } from '@tanstack/preact-query';
import { useSearchParams } from 'wouter-preact';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { ProblemNotice } from '../../../shared/problems/ProblemNotice.tsx';
import { Button } from '../../../shared/ui/Button.tsx';
import { uiMessages } from '../../../shared/ui/uiMessages.ts';
import { messages } from '../messages.ts';
import { downloadCsv } from './downloadCsv.ts';
import { ReportForm } from './ReportForm.tsx';
import { questionIn, type ReportQuestion } from './ReportQuestion.ts';
import { ReportShown } from './ReportShown.tsx';
import { useReport } from './useReport.ts';

/** The question stands in the address, so that it can be sent on. */
export const ReportsPage = () => {
  const t = useStore(messages);
  const ui = useStore(uiMessages);
  const [search, setSearch] = useSearchParams();
  const question = questionIn(search);
  const report = useReport(question);
  const csv = useMutation({ mutationFn: () => downloadCsv(question) });
  const change = (next: ReportQuestion): void =>
    setSearch(new URLSearchParams(Object.entries(next)), { replace: true });
  return (
    <>
      <h1>{t.reports}</h1>
      <ReportForm question={question} onChange={change} />
      <Asked query={report}>
        {({ pages }) => (
          <>
            <ReportShown question={question} pages={pages} />
            {report.hasNextPage && (
              <Button
                look="plain"
                busy={report.isFetchingNextPage}
                onClick={() => void report.fetchNextPage()}
              >
                {ui.more}
              </Button>
            )}
            <div>
              <Button look="plain" busy={csv.isPending} onClick={() => csv.mutate()}>
                {t.download}
              </Button>
            </div>
            {csv.error !== null && <ProblemNotice error={csv.error} />}
          </>
        )}
      </Asked>
    </>
  );
};
