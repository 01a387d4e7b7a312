import { useStore } from '@nanostores/preact';
import { useEffect } from 'preact/hooks';
import { formats } from '../../../shared/format/formats.ts';
import type { Kit } from '../kit/Kit.ts';
import { messages } from '../messages.ts';
import type { Verdict } from '../scan/Scan.ts';
import { useReason } from './useReason.ts';
import styles from './VerdictPanel.module.css';

export interface VerdictPanelProps {
  readonly verdict: Verdict;
  readonly kit: Kit;
  readonly onUndo: (() => void) | undefined;
  readonly onNext: () => void;
}

/** A green verdict is taken away after this time, so that it is not mistaken for that of the next visitor. */
const greenMs = 4_000;

export const VerdictPanel = ({ verdict, kit, onUndo, onNext }: VerdictPanelProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const reasonOf = useReason(kit.timeZone);
  const show = kit.shows.find(({ id }) => id === verdict.showtimeId);
  const isIn = verdict.tone === 'in';
  useEffect(() => {
    if (!isIn) return;
    const timer = setTimeout(onNext, greenMs);
    return () => clearTimeout(timer);
  }, [verdict]);
  return (
    <section class={`${styles.panel} ${styles[verdict.tone]}`} role="alert">
      <p class={styles.sign} aria-hidden="true">
        {isIn ? '✓' : '✕'}
      </p>
      <h2 class={styles.word}>{isIn ? t.letIn : t.stop}</h2>
      {isIn ? (
        <>
          <p class={styles.seats}>{format.list(verdict.seatIds)}</p>
          {verdict.isOffline && <p>{verdict.isNew === true ? t.offlineNew : t.offlineKnown}</p>}
        </>
      ) : (
        <p class={styles.reason}>{reasonOf(verdict)}</p>
      )}
      {show !== undefined && <p>{t.forShow({ ...show, time: format.time(show.startsAt, kit.timeZone) })}</p>}
      <p class={styles.actions}>
        <button type="button" onClick={onNext}>
          {t.next}
        </button>
        {onUndo !== undefined && (
          <button type="button" onClick={onUndo}>
            {t.undo}
          </button>
        )}
      </p>
    </section>
  );
};
