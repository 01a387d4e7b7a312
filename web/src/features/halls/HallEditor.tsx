import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { formats } from '../../shared/format/formats.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { type Drawing, drawingOf, type Layout, seatsIn } from './drawing/Drawing.ts';
import { useDrawing } from './drawing/useDrawing.ts';
import { useSelection } from './drawing/useSelection.ts';
import styles from './HallPage.module.css';
import { HallMap } from './map/HallMap.tsx';
import { messages } from './messages.ts';
import { RehearsalPanel } from './rehearsal/RehearsalPanel.tsx';
import { Tools } from './tools/Tools.tsx';

export interface HallEditorProps {
  readonly layout: Layout;
  readonly isSaving: boolean;
  readonly onSave: (drawing: Drawing) => void;
}

/** Draws the next version of a layout, rehearses it against what is sold, and saves it. */
export const HallEditor = ({ layout, isSaving, onSave }: HallEditorProps) => {
  const t = useStore(messages);
  const { number } = useStore(formats);
  const edits = useDrawing(drawingOf(layout));
  const selection = useSelection(edits.drawing);
  const [rehearsed, setRehearsed] = useState<Drawing>();
  const { hallId, version } = layout;
  const facts = t.versionOf({ version: number(version), seats: number(seatsIn(edits.drawing).length) });
  return (
    <>
      <p>{facts}</p>
      <p class="soft">{t.howTo}</p>
      <div class={styles.editor}>
        <HallMap drawing={edits.drawing} selection={selection} />
        <Tools edits={edits} selection={selection} />
      </div>
      <div class={styles.actions}>
        <Button look="plain" onClick={() => setRehearsed(edits.drawing)}>
          {t.rehearse}
        </Button>
        <Button busy={isSaving} disabled={!edits.canUndo} onClick={() => onSave(edits.drawing)}>
          {t.save({ version: number(version + 1) })}
        </Button>
      </div>
      {rehearsed === undefined ? (
        <p class="soft">{t.rehearseText}</p>
      ) : (
        <RehearsalPanel hallId={hallId} drawing={rehearsed} />
      )}
    </>
  );
};
