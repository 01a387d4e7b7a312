import { useStore } from '@nanostores/preact';
import { isProblem } from '../../shared/api/Problem.ts';
import { ProblemNotice } from '../../shared/problems/ProblemNotice.tsx';
import type { Show } from '../../shared/shows/Show.ts';
import { messages } from './messages.ts';
import { NoHold } from './NoHold.tsx';
import { usePayment } from './useCheckout.ts';

/** The page was loaded again while a payment was under way, and the hold is over: by this payment, or in vain. */
export const ResumedPayment = ({ holdId, show }: { readonly holdId: string; readonly show: Show }) => {
  const t = useStore(messages);
  const { error, variables, mutate } = usePayment(holdId, show);
  if (isProblem(error)) return <NoHold showtimeId={show.id} />;
  if (error === null) return <p role="status">{t.slow}</p>;
  return <ProblemNotice error={error} onRetry={() => variables !== undefined && mutate(variables)} />;
};
