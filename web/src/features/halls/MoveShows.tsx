import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { useProblemWords } from '../../shared/problems/useProblemWords.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import { messages } from './messages.ts';
import { useMovable, useMoving } from './rehearsal/useMoving.ts';

/** After a version was saved: offers to move the coming shows to it in which every booking keeps its seats. */
export const MoveShows = ({ hallId, version }: { readonly hallId: string; readonly version: number }) => {
  const t = useStore(messages);
  const { number } = useStore(formats);
  const say = useProblemWords();
  const { data: movable = [] } = useMovable(hallId, version);
  const moving = useMoving(version);
  const { data } = moving;
  return (
    <Notice tone="good" title={t.saved({ version: number(version) })}>
      {data === undefined && movable.length > 0 && (
        <Button look="plain" busy={moving.isPending} onClick={() => moving.mutate(movable)}>
          {t.moveShows(movable.length)}
        </Button>
      )}
      {data !== undefined && (
        <p role="status">
          {t.movedShows(data.moved)}
          {data.errors.length > 0 && `, ${t.notMoved(data.errors.length)}`}
        </p>
      )}
      {[...new Set(data?.errors.map(say))].map((why) => (
        <p key={why} role="alert">
          {why}
        </p>
      ))}
    </Notice>
  );
};
