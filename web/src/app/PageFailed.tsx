import { useStore } from '@nanostores/preact';
import { Button } from '../shared/ui/Button.tsx';
import { Notice } from '../shared/ui/Notice.tsx';
import { messages } from './messages.ts';

export const PageFailed = () => {
  const t = useStore(messages);
  return (
    <Notice title={t.failedTitle} tone="bad">
      <p>{t.failedText}</p>
      <Button onClick={() => window.location.reload()}>{t.reload}</Button>
    </Notice>
  );
};
