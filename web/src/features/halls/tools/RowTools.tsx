import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { limits } from '../drawing/Drawing.ts';
import { addRow, addSeats, renameRow } from '../drawing/edits.ts';
import { messages } from '../messages.ts';
import styles from './Tools.module.css';
import type { ToolsProps } from './ToolsProps.ts';

/** Rows and seats that are added, and the name of a row. */
export const RowTools = ({ edits, selection: { keys } }: ToolsProps) => {
  const t = useStore(messages);
  const [typed, setTyped] = useState('10');
  const count = Math.min(Math.max(Math.trunc(Number(typed)) || 1, 1), limits.seatsPerRowMax);
  const rows = edits.drawing.filter(({ seats }) => seats.some(({ key }) => keys.has(key)));
  const [row] = rows;
  return (
    <fieldset class={styles.group}>
      <legend class={styles.legend}>{t.rows}</legend>
      <div class={styles.narrow}>
        <Field
          {...{ label: t.count, name: 'count', type: 'number', min: '1', max: String(limits.seatsPerRowMax) }}
          value={typed}
          onInput={setTyped}
        />
      </div>
      <Button look="plain" onClick={() => edits.apply((drawing) => addRow(drawing, count))}>
        {t.addRow}
      </Button>
      <Button
        look="plain"
        disabled={rows.length === 0}
        onClick={() => edits.apply((drawing) => addSeats(drawing, keys, count))}
      >
        {t.addSeats}
      </Button>
      {row !== undefined && rows.length === 1 && (
        <div class={styles.narrow}>
          <Field
            label={t.rowName({ row: row.id })}
            name="row-name"
            value={row.label}
            onInput={(label) => label !== '' && edits.apply((drawing) => renameRow(drawing, row.id, label))}
          />
        </div>
      )}
    </fieldset>
  );
};
