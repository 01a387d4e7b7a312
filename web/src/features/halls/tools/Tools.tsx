import { useStore } from '@nanostores/preact';
import { Button } from '../../../shared/ui/Button.tsx';
import { messages } from '../messages.ts';
import { RowTools } from './RowTools.tsx';
import { SeatTools } from './SeatTools.tsx';
import styles from './Tools.module.css';
import type { ToolsProps } from './ToolsProps.ts';

export const Tools = ({ edits, selection }: ToolsProps) => {
  const t = useStore(messages);
  return (
    <section class={styles.tools} aria-label={t.tools}>
      <p role="status">{t.chosen(selection.keys.size)}</p>
      <SeatTools edits={edits} selection={selection} />
      <RowTools edits={edits} selection={selection} />
      <div class={styles.group}>
        <Button look="plain" disabled={!edits.canUndo} onClick={edits.undo}>
          {t.undo}
        </Button>
        <Button look="plain" disabled={!edits.canRedo} onClick={edits.redo}>
          {t.redo}
        </Button>
        <Button look="quiet" onClick={() => selection.replace([])}>
          {t.chooseNone}
        </Button>
      </div>
    </section>
  );
};
