import { useStore } from '@nanostores/preact';
import { useMe } from '../../../shared/session/useMe.ts';
import { messages } from '../messages.ts';
import { ParkedMessages } from './ParkedMessages.tsx';
import { StuckPayments } from './StuckPayments.tsx';
import styles from './Troubles.module.css';

/** Payments and messages that came to a stop, of all theaters: for admins. */
export const TroublesPage = () => {
  const t = useStore(messages);
  const me = useMe();
  const isAdmin = me.data?.roles.includes('admin') === true;
  return (
    <div class={styles.page}>
      <h1>{t.troubles}</h1>
      {isAdmin ? (
        <>
          <StuckPayments />
          <ParkedMessages />
        </>
      ) : (
        <p role="status">{t.forAdmins}</p>
      )}
    </div>
  );
};
