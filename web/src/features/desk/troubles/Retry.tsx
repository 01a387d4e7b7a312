import { useStore } from '@nanostores/preact';
import { useProblemWords } from '../../../shared/problems/useProblemWords.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { messages } from '../messages.ts';

export interface RetryProps {
  readonly what: string;
  readonly retry: {
    readonly isPending: boolean;
    readonly isSuccess: boolean;
    readonly error: unknown;
    readonly mutate: () => void;
  };
}

export const Retry = ({ what, retry }: RetryProps) => {
  const t = useStore(messages);
  const say = useProblemWords();
  return (
    <>
      <Button look="plain" busy={retry.isPending} onClick={() => retry.mutate()}>
        {t.retry}
        <span class="unseen">: {what}</span>
      </Button>
      {retry.isSuccess && <p role="status">{t.retried}</p>}
      {retry.error !== null && <p role="alert">{say(retry.error)}</p>}
    </>
  );
};
