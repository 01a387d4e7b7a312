import { Asked } from '../../shared/problems/Asked.tsx';
import { SeatChoice } from '../../shared/seats/SeatChoice.tsx';
import { usePlan } from '../../shared/seats/usePlan.ts';
import type { Show } from '../../shared/shows/Show.ts';
import { ShowHead } from '../../shared/shows/ShowHead.tsx';
import { useShow } from '../../shared/shows/useShow.ts';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { ClosedShow } from './ClosedShow.tsx';
import { Proceed } from './Proceed.tsx';
import styles from './SeatsPage.module.css';

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
  return (
    <div class={styles.page}>
      <ShowHead show={show} />
      <Asked query={plan}>
        {(data) => <SeatChoice key={show.id} show={show} plan={data} foot={Proceed} />}
      </Asked>
    </div>
  );
};
