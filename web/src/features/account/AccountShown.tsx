import { useStore } from '@nanostores/preact';
import { ButtonLink } from '../../shared/ui/ButtonLink.tsx';
import styles from './AccountPage.module.css';
import { hasPasskeys } from './hasPasskeys.ts';
import { messages } from './messages.ts';
import { Passkeys } from './Passkeys.tsx';
import { Sessions } from './Sessions.tsx';

export const AccountShown = ({ customerId }: { readonly customerId: string }) => {
  const t = useStore(messages);
  return (
    <div class={styles.page}>
      <h1>{t.title}</h1>
      <p>
        <ButtonLink to="/bookings">{t.bookings}</ButtonLink>
      </p>
      <Sessions customerId={customerId} />
      {hasPasskeys && <Passkeys customerId={customerId} />}
    </div>
  );
};
