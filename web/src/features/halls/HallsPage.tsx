import { useStore } from '@nanostores/preact';
import { DeskFrame } from '../../shared/desk/DeskFrame.tsx';
import { WithTheater } from '../../shared/desk/WithTheater.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import styles from './HallPage.module.css';
import { BuildHall } from './list/BuildHall.tsx';
import { HallList } from './list/HallList.tsx';
import { ImportPlan } from './list/ImportPlan.tsx';
import { messages } from './messages.ts';

const Halls = ({ theaterId }: { readonly theaterId: string }) => (
  <div class={styles.page}>
    <HallList theaterId={theaterId} />
    <BuildHall theaterId={theaterId} />
    <ImportPlan theaterId={theaterId} />
  </div>
);

export const HallsPage = () => {
  const t = useStore(messages);
  useTitle(t.title);
  return (
    <DeskFrame>
      <h1>{t.title}</h1>
      <WithTheater>{({ id }) => <Halls key={id} theaterId={id} />}</WithTheater>
    </DeskFrame>
  );
};
