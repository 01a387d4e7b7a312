import { useStore } from '@nanostores/preact';
import { HallDetails } from './details/HallDetails.tsx';
import { type Hall, useRevising } from './details/useRevising.ts';
import type { Layout } from './drawing/Drawing.ts';
import { useSaving } from './drawing/useLayout.ts';
import { HallEditor } from './HallEditor.tsx';
import styles from './HallPage.module.css';
import { MoveShows } from './MoveShows.tsx';
import { messages } from './messages.ts';
import { SaveRefused } from './SaveRefused.tsx';

export interface HallShownProps {
  readonly hall: Hall;
  readonly layout: Layout;
}

/** The editor begins again with each version that is saved. */
export const HallShown = ({ hall, layout }: HallShownProps) => {
  const t = useStore(messages);
  const revising = useRevising(hall);
  const saving = useSaving(hall.id, layout.version);
  return (
    <div class={styles.page}>
      <h1>
        <bdi>{hall.name}</bdi>
      </h1>
      {saving.data !== undefined && <MoveShows hallId={hall.id} version={saving.data.version} />}
      {saving.error !== null && <SaveRefused hallId={hall.id} error={saving.error} stale={t.stale} />}
      <HallEditor
        key={layout.version}
        layout={layout}
        isSaving={saving.isPending}
        onSave={(drawing) => saving.mutate(drawing)}
      />
      <HallDetails key={`details ${hall.version}`} hall={hall} revising={revising} />
    </div>
  );
};
