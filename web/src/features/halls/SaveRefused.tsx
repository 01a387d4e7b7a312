import { useStore } from '@nanostores/preact';
import { isProblem } from '../../shared/api/Problem.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import { useReload } from './drawing/useLayout.ts';
import { Faults } from './Faults.tsx';
import { messages } from './messages.ts';

export const SaveRefused = ({ hallId, error }: { readonly hallId: string; readonly error: unknown }) => {
  const t = useStore(messages);
  const reload = useReload(hallId);
  if (!isProblem(error, 'stale-version')) return <Faults error={error} />;
  return (
    <Notice tone="bad" title={t.stale}>
      <Button look="plain" onClick={() => void reload()}>
        {t.reload}
      </Button>
    </Notice>
  );
};
