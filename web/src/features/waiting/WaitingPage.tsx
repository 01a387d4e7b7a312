import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import { ProblemNotice } from '../../shared/problems/ProblemNotice.tsx';
import { Button } from '../../shared/ui/Button.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { EntryShown } from './EntryShown.tsx';
import { messages } from './messages.ts';
import { useEntry, useQueue } from './useEntry.ts';
import styles from './WaitingPage.module.css';

export interface WaitingPageProps {
  readonly params: { readonly id?: string | undefined };
}

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

export const WaitingPage = ({ params: { id = '' } }: WaitingPageProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const queue = useQueue(id);
  const { entry, entering, isIn, leave } = useEntry(id);
  useTitle(t.title);
  return (
    <Asked query={queue}>
      {(data) => (
        <article class={styles.page}>
          <h1>{t.title}</h1>
          {data.status === 'closed' && <p>{t.closed}</p>}
          {data.status === 'not-open' && (
            <p>{t.notOpen({ at: format.dateTime(data.entryOpensAt, timeZone) })}</p>
          )}
          {isIn ? (
            <Asked query={entry}>{(seen) => <EntryShown entry={seen} queue={data} onAgain={leave} />}</Asked>
          ) : (
            <>
              <p>{t.explain({ at: format.dateTime(data.drawsAt, timeZone) })}</p>
              <Button
                busy={entering.isPending}
                disabled={data.status === 'not-open' || data.status === 'closed'}
                onClick={() => entering.mutate()}
              >
                {t.enter}
              </Button>
            </>
          )}
          {entering.error !== null && <ProblemNotice error={entering.error} />}
        </article>
      )}
    </Asked>
  );
};
