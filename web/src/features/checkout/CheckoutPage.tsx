import { useStore } from '@nanostores/preact';
import { isProblem } from '../../shared/api/Problem.ts';
import { holdKey } from '../../shared/holds/Held.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import { useShow } from '../../shared/shows/useShow.ts';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { Checkout } from './Checkout.tsx';
import { messages } from './messages.ts';
import { NoHold } from './NoHold.tsx';
import { pendingOrder } from './pendingOrder.ts';
import { ResumedPayment } from './ResumedPayment.tsx';
import { useQuotedHold } from './useCheckout.ts';

export interface CheckoutPageProps {
  readonly params: { readonly holdId?: string | undefined };
}

export const CheckoutPage = ({ params: { holdId } }: CheckoutPageProps) => {
  const t = useStore(messages);
  const kept = holdKey.get();
  const key = kept?.holdId === holdId ? kept : undefined;
  const held = useQuotedHold(key);
  const show = useShow(key?.showtimeId);
  useTitle(t.title);
  if (key === undefined) return <NoHold />;
  if (isProblem(held.error, 'hold-expired', 'not-found')) {
    if (pendingOrder.of(key.holdId) === undefined) return <NoHold showtimeId={key.showtimeId} />;
    return <Asked query={show}>{(showtime) => <ResumedPayment holdId={key.holdId} show={showtime} />}</Asked>;
  }
  return (
    <Asked query={show}>
      {(showtime) => (
        <Asked query={held}>
          {(data) => (
            <Checkout show={showtime} holdKey={key} {...data} onChange={() => void held.refetch()} />
          )}
        </Asked>
      )}
    </Asked>
  );
};
