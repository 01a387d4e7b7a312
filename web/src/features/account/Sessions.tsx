import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import { ProblemNotice } from '../../shared/problems/ProblemNotice.tsx';
import { Button } from '../../shared/ui/Button.tsx';
import styles from './AccountPage.module.css';
import { messages } from './messages.ts';
import { useSessions } from './useSessions.ts';

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

export const Sessions = ({ customerId }: { readonly customerId: string }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const { sessions, end } = useSessions(customerId);
  const at = (instant: string) => ({ at: format.dateTime(instant, timeZone) });
  return (
    <section class={styles.part}>
      <h2>{t.sessions}</h2>
      {end.error !== null && <ProblemNotice error={end.error} />}
      <Asked query={sessions}>
        {(items) => (
          <ul>
            {items.map((session) => (
              <li key={session.id} class={styles.row}>
                <span>
                  {session.current && <strong>{t.thisDevice} · </strong>}
                  {t.since(at(session.createdAt))}
                  <span class="soft"> · {t.lastUsed(at(session.lastUsedAt))}</span>
                </span>
                <Button look="plain" busy={end.isPending} onClick={() => end.mutate(session)}>
                  {session.current ? t.signOut : t.end}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </section>
  );
};
