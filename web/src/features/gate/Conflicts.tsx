import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import styles from './GatePage.module.css';
import { storedScans } from './gateStore.ts';
import { messages } from './messages.ts';
import { useReason } from './verdict/useReason.ts';

/** Scans that the box office did not take when they were sent. */
export const Conflicts = ({ timeZone }: { readonly timeZone: string }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const reasonOf = useReason(timeZone);
  const conflicts = useStore(storedScans.store).filter(({ state }) => state === 'conflict');
  if (conflicts.length === 0) return null;
  return (
    <Notice title={t.conflicts} tone="bad">
      <p>{t.conflictsText}</p>
      <ul class={styles.conflicts}>
        {conflicts.map(({ id, reference, seatIds, scannedAt, why = '', otherAt }) => (
          <li key={id}>
            <strong>
              {t.conflict({
                reference,
                seats: format.list(seatIds),
                time: format.time(scannedAt, timeZone),
              })}
            </strong>
            <span>{reasonOf({ why, ...(otherAt === undefined ? {} : { at: otherAt }) })}</span>
            <Button look="plain" onClick={() => void storedScans.revise(id, { state: 'sent' })}>
              {t.seen}
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
};
