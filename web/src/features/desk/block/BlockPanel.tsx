import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { useProblemWords } from '../../../shared/problems/useProblemWords.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { messages } from '../messages.ts';
import { BlockedNow } from './BlockedNow.tsx';
import styles from './BlockPanel.module.css';
import { useBlocking } from './useBlocking.ts';

export interface BlockPanelProps {
  readonly show: Show;
  readonly revision: number | undefined;
  readonly toBlock: readonly string[];
  readonly toUnblock: readonly string[];
  readonly onChoose: (seatIds: readonly string[]) => void;
}

export const BlockPanel = ({ show, revision, toBlock, toUnblock, onChoose }: BlockPanelProps) => {
  const t = useStore(messages);
  const say = useProblemWords();
  const [reason, setReason] = useState('');
  const blocking = useBlocking(show.id, () => onChoose([]));
  const block = (event: Event): void => {
    event.preventDefault();
    if (!blocking.isPending) blocking.mutate({ seatIds: toBlock, reason: reason.trim() });
  };
  return (
    <section class={styles.panel}>
      <p>{t.blockText}</p>
      {toBlock.length > 0 && (
        <form class={styles.panel} onSubmit={block}>
          <Field label={t.reason} name="reason" required value={reason} onInput={setReason} />
          <Button type="submit" wide busy={blocking.isPending}>
            {t.doBlock(toBlock.length)}
          </Button>
        </form>
      )}
      {toUnblock.length > 0 && (
        <Button wide busy={blocking.isPending} onClick={() => blocking.mutate({ seatIds: toUnblock })}>
          {t.doUnblock(toUnblock.length)}
        </Button>
      )}
      {blocking.error !== null && <p role="alert">{say(blocking.error)}</p>}
      <BlockedNow showtimeId={show.id} revision={revision} onChoose={onChoose} />
    </section>
  );
};
