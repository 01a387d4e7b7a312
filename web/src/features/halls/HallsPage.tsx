import { useStore } from '@nanostores/preact';
import { useSearchParams } from 'wouter-preact';
import { DeskFrame } from '../../shared/desk/DeskFrame.tsx';
import { TheaterChoice } from '../../shared/staff/TheaterChoice.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import styles from './HallPage.module.css';
import { BuildHall } from './list/BuildHall.tsx';
import { HallList } from './list/HallList.tsx';
import { ImportPlan } from './list/ImportPlan.tsx';
import { messages } from './messages.ts';

const Halls = () => {
  const t = useStore(messages);
  const [search, setSearch] = useSearchParams();
  const theaterId = search.get('theater') ?? undefined;
  return (
    <div class={styles.page}>
      <h1>{t.title}</h1>
      <TheaterChoice value={theaterId} onChange={(theater) => setSearch({ theater }, { replace: true })} />
      {theaterId !== undefined && (
        <>
          <HallList theaterId={theaterId} />
          <BuildHall key={`build ${theaterId}`} theaterId={theaterId} />
          <ImportPlan key={`import ${theaterId}`} theaterId={theaterId} />
        </>
      )}
    </div>
  );
};

export const HallsPage = () => {
  const t = useStore(messages);
  useTitle(t.title);
  return (
    <DeskFrame>
      <Halls />
    </DeskFrame>
  );
};
