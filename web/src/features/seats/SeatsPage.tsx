import { Asked } from '../../shared/problems/Asked.tsx';
import type { Show } from '../../shared/shows/Show.ts';
import { useShow } from '../../shared/shows/useShow.ts';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { ClosedShow } from './ClosedShow.tsx';
import { SeatChoice } from './SeatChoice.tsx';
import { usePlan } from './usePlan.ts';

export interface SeatsPageProps {
  readonly params: { readonly id?: string | undefined };
}

export const SeatsPage = ({ params: { id = '' } }: SeatsPageProps) => {
  const show = useShow(id);
  useTitle(show.data?.movie.title);
  return (
    <Asked query={show}>
      {(data) => (data.status === 'on-sale' ? <OpenShow show={data} /> : <ClosedShow show={data} />)}
    </Asked>
  );
};

const OpenShow = ({ show }: { readonly show: Show }) => {
  const plan = usePlan(show);
  return <Asked query={plan}>{(data) => <SeatChoice key={show.id} show={show} plan={data} />}</Asked>;
};
