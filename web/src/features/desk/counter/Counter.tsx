import { useStore } from '@nanostores/preact';
import { useMemo, useState } from 'preact/hooks';
import { Asked } from '../../../shared/problems/Asked.tsx';
import type { FootProps } from '../../../shared/seats/panel/ChoicePanel.tsx';
import { SeatChoice } from '../../../shared/seats/SeatChoice.tsx';
import { usePlan } from '../../../shared/seats/usePlan.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { messages } from '../messages.ts';
import { CounterFoot } from './CounterFoot.tsx';
import { SaleDetails } from './SaleDetails.tsx';
import { SoldDialog } from './SoldDialog.tsx';
import { saleDraft } from './saleDraft.ts';
import type { Sold } from './useSale.ts';

/** Seats sold in two taps: the seat, which is held at once, and the card. */
export const Counter = ({ show }: { readonly show: Show }) => {
  const t = useStore(messages);
  const plan = usePlan(show);
  const [sold, setSold] = useState<Sold>();
  const draft = useMemo(saleDraft, []);
  const foot = useMemo(() => {
    const onSold = (made: Sold): void => {
      draft.reset();
      setSold(made);
    };
    return (props: FootProps) => <CounterFoot {...props} draft={draft} onSold={onSold} />;
  }, [draft]);
  if (show.status !== 'on-sale') return <p role="status">{t.notOnSale}</p>;
  return (
    <>
      <Asked query={plan}>
        {(data) => (
          <SeatChoice show={show} plan={data} foot={foot}>
            <SaleDetails draft={draft} />
          </SeatChoice>
        )}
      </Asked>
      {sold !== undefined && <SoldDialog sold={sold} onClose={() => setSold(undefined)} />}
    </>
  );
};
