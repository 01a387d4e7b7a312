import { useStore } from '@nanostores/preact';
import { useProblemWords } from '../../../shared/problems/useProblemWords.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { useDayEdits } from '../day/useDay.ts';
import { messages } from '../messages.ts';
import { CopyList } from './CopyList.tsx';
import type { CopyPlan } from './planCopy.ts';
import { useCopying } from './useCopying.ts';

/** What a copy of the week would do, then what it did. */
export const CopyPreview = ({ plan: { copies, left } }: { readonly plan: CopyPlan }) => {
  const t = useStore(messages);
  const say = useProblemWords();
  const { forget } = useDayEdits();
  const { copying, done } = useCopying(() => void forget());
  const { data } = copying;
  if (data !== undefined) {
    return (
      <div role="status">
        <p>{t.copied(data.copied)}</p>
        {data.refusals.length > 0 && (
          <CopyList
            title={t.failed(data.refusals.length)}
            copies={data.refusals.map(({ copy }) => copy)}
            noteOf={(_copy, index) => say(data.refusals[index]?.error)}
          />
        )}
      </div>
    );
  }
  return (
    <>
      <p>{t.copyable(copies.length)}</p>
      {left.length > 0 && <CopyList title={t.notCopyable(left.length)} copies={left} />}
      {copying.isPending && (
        <p role="status">{t.copying({ done: String(done), all: String(copies.length) })}</p>
      )}
      <Button busy={copying.isPending} disabled={copies.length === 0} onClick={() => copying.mutate(copies)}>
        {t.copy(copies.length)}
      </Button>
    </>
  );
};
