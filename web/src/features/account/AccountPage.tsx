import { useStore } from '@nanostores/preact';
import { account } from '../../shared/session/account.ts';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { AccountShown } from './AccountShown.tsx';
import { messages } from './messages.ts';
import { SignIn } from './SignIn.tsx';

export const AccountPage = () => {
  const t = useStore(messages);
  const customer = useStore(account.store);
  useTitle(customer === undefined ? t.signInTitle : t.title);
  return customer === undefined ? <SignIn /> : <AccountShown customerId={customer.customerId} />;
};
