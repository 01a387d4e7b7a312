import { useStore } from '@nanostores/preact';
import { formats } from '../../../shared/format/formats.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { messages } from '../messages.ts';
import styles from './BlockPanel.module.css';
import { useBlocked } from './useBlocking.ts';

export interface BlockedNowProps {
  readonly showtimeId: string;
  readonly revision: number | undefined;
  readonly onChoose: (seatIds: readonly string[]) => void;
}

/** What is blocked, by reason; a tap chooses those seats. */
export const BlockedNow = ({ showtimeId, revision, onChoose }: BlockedNowProps) => {
  const t = useStore(messages);
  const { list } = useStore(formats);
  const blocked = useBlocked(showtimeId, revision);
  if (blocked.data === undefined || blocked.data.length === 0) return null;
  return (
    <>
      <h2>{t.blockedNow}</h2>
      <ul class={styles.reasons}>
        {blocked.data.map(({ reason, seatIds }) => (
          <li key={reason}>
            <span>
              <bdi>{reason}</bdi>
            </span>
            <Button look="quiet" onClick={() => onChoose(seatIds)}>
              {t.chooseThese({ seats: list(seatIds) })}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
};
