import { useStore } from '@nanostores/preact';
import { isProblem } from '../../shared/api/Problem.ts';
import { formats } from '../../shared/format/formats.ts';
import { Asked } from '../../shared/problems/Asked.tsx';
import { useProblemWords } from '../../shared/problems/useProblemWords.ts';
import { Button } from '../../shared/ui/Button.tsx';
import styles from './AccountPage.module.css';
import { messages } from './messages.ts';
import { usePasskeys } from './usePasskeys.ts';

const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

export const Passkeys = ({ customerId }: { readonly customerId: string }) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const say = useProblemWords();
  const { passkeys, add, remove } = usePasskeys(customerId);
  const error = add.error ?? remove.error;
  return (
    <section class={styles.part}>
      <h2>{t.passkeys}</h2>
      <p class="soft">{t.passkeysText}</p>
      <Asked query={passkeys}>
        {(items) => (
          <ul>
            {items.map(({ id, createdAt }) => (
              <li key={id} class={styles.row}>
                <span>{t.passkeyOf({ at: format.dateTime(createdAt, timeZone) })}</span>
                <Button look="plain" busy={remove.isPending} onClick={() => remove.mutate(id)}>
                  {t.remove}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </Asked>
      {error !== null && <p role="alert">{isProblem(error) ? say(error) : t.notAdded}</p>}
      <p>
        <Button look="plain" busy={add.isPending} onClick={() => add.mutate()}>
          {t.addPasskey}
        </Button>
      </p>
    </section>
  );
};
