import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { seatTypes } from '../drawing/Drawing.ts';
import { closeAisle, openAisle, removeSeats, setZone } from '../drawing/edits.ts';
import { makeCouples, setType } from '../drawing/units.ts';
import { messages } from '../messages.ts';
import styles from './Tools.module.css';
import type { ToolsProps } from './ToolsProps.ts';
import { useTypeWords } from './useTypeWords.ts';

/** What can be done with the seats that are chosen. */
export const SeatTools = ({ edits, selection }: ToolsProps) => {
  const t = useStore(messages);
  const words = useTypeWords();
  const [zone, setZoneName] = useState('');
  const { keys } = selection;
  const isNone = keys.size === 0;
  const tool = (label: string, edit: Parameters<typeof edits.apply>[0]) => (
    <Button key={label} look="plain" disabled={isNone} onClick={() => edits.apply(edit)}>
      {label}
    </Button>
  );
  return (
    <>
      <fieldset class={styles.group}>
        <legend class={styles.legend}>{t.typeOf}</legend>
        {seatTypes.map((type) =>
          tool(words[type], (drawing) =>
            type === 'couple' ? makeCouples(drawing, keys) : setType(drawing, keys, type),
          ),
        )}
      </fieldset>
      <fieldset class={styles.group}>
        <legend class={styles.legend}>{t.seatsAndAisles}</legend>
        {tool(t.openAisle, (drawing) => openAisle(drawing, keys))}
        {tool(t.closeAisle, (drawing) => closeAisle(drawing, keys))}
        {tool(t.remove, (drawing) => removeSeats(drawing, keys))}
      </fieldset>
      <fieldset class={styles.group}>
        <legend class={styles.legend}>{t.zone}</legend>
        <div class={styles.narrow}>
          <Field label={t.zoneName} name="zone" value={zone} onInput={setZoneName} />
        </div>
        {tool(t.setZone, (drawing) => setZone(drawing, keys, zone.trim()))}
      </fieldset>
    </>
  );
};
