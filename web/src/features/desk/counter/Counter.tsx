import { useStore } from '@nanostores/preact';
import { useMemo, useState } from 'preact/hooks';
import { Asked } from '../../../shared/problems/Asked.tsx';
import type { FootProps } from '../../../shared/seats/panel/ChoicePanel.tsx';
import { SeatChoice } from '../../../shared/seats/SeatChoice.tsx';
import { usePlan } from '../../../shared/seats/usePlan.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { messages } from '../messages.ts';
import { CounterFoot } from './CounterFoot.tsx';
import { SoldDialog } from './SoldDialog.tsx';
import type { Sold } from './useSale.ts';

/** Seats sold in two taps: the seat, which is held at once, and the card. */
export const Counter = ({ show }: { readonly show: Show }) => {
  const t = useStore(messages);
  const plan = usePlan(show);
  const [sold, setSold] = useState<Sold>();
  const foot = useMemo(() => (props: FootProps) => <CounterFoot {...props} onSold={setSold} />, []);
  if (show.status !== 'on-sale') return <p role="status">{t.notOnSale}</p>;
  return (
    <>
      <Asked query={plan}>{(data) => <SeatChoice show={show} plan={data} foot={foot} />}</Asked>
      {sold !== undefined && <SoldDialog sold={sold} onClose={() => setSold(undefined)} />}
    </>
  );
};
