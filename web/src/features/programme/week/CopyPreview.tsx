import { useStore } from '@nanostores/preact';
import { Button } from '../../../shared/ui/Button.tsx';
import { useClashWords } from '../day/useClashWords.ts';
import { useDayEdits } from '../day/useDay.ts';
import { messages } from '../messages.ts';
import { RefusalText } from '../schedule/RefusalText.tsx';
import { CopyList } from './CopyList.tsx';
import type { CopyPlan } from './planCopy.ts';
import { useCopying } from './useCopying.ts';

export interface CopyPreviewProps {
  readonly plan: CopyPlan;
  readonly timeZone: string;
}

/** What a copy of the week would do, then what it did. */
export const CopyPreview = ({ plan: { copies, left }, timeZone }: CopyPreviewProps) => {
  const t = useStore(messages);
  const sayClash = useClashWords(timeZone);
  const { forget } = useDayEdits();
  const { copying, done } = useCopying(() => void forget());
  const { data } = copying;
  if (data !== undefined) {
    return (
      <div role="status">
        <p>{t.copied(data.copied)}</p>
        {data.refused.length > 0 && (
          <CopyList
            title={t.failed(data.refused.length)}
            copies={data.refused}
            noteOf={({ error }) => <RefusalText {...{ error, timeZone }} />}
          />
        )}
      </div>
    );
  }
  return (
    <>
      <p>{t.copyable(copies.length)}</p>
      {left.length > 0 && (
        <CopyList
          title={t.notCopyable(left.length)}
          copies={left}
          noteOf={({ clash }) => (clash === undefined ? t.past : sayClash(clash))}
        />
      )}
      {copying.isPending && (
        <p role="status">{t.copying({ done: String(done), all: String(copies.length) })}</p>
      )}
      <Button busy={copying.isPending} disabled={copies.length === 0} onClick={() => copying.mutate(copies)}>
        {t.copy(copies.length)}
      </Button>
    </>
  );
};
