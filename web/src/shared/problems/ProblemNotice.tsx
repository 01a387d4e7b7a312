import { useStore } from '@nanostores/preact';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { uiMessages } from '../ui/uiMessages.ts';
import { useProblemWords } from './useProblemWords.ts';

export interface ProblemNoticeProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

export const ProblemNotice = ({ error, onRetry }: ProblemNoticeProps) => {
  const say = useProblemWords();
  const t = useStore(uiMessages);
  return (
    <Notice title={say(error)} tone="bad">
      {onRetry !== undefined && (
        <Button look="plain" onClick={onRetry}>
          {t.tryAgain}
        </Button>
      )}
    </Notice>
  );
};
