import { useStore } from '@nanostores/preact';
import { useMutation } from '@tanstack/preact-query';
import { account } from '../../shared/session/account.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { hasPasskeys } from './hasPasskeys.ts';
import { messages } from './messages.ts';

const signIn = async () => (await import('./passkeys.ts')).signInWithPasskey();

export const PasskeySignIn = () => {
  const t = useStore(messages);
  const ceremony = useMutation({ mutationFn: signIn, onSuccess: account.set });
  if (!hasPasskeys) return null;
  return (
    <>
      <Button look="plain" busy={ceremony.isPending} onClick={() => ceremony.mutate()}>
        {t.withPasskey}
      </Button>
      {ceremony.error !== null && <p role="alert">{t.passkeyFailed}</p>}
    </>
  );
};
