import { useStore } from '@nanostores/preact';
import { isProblem } from '../../shared/api/Problem.ts';
import { Button } from '../../shared/ui/Button.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import { useReload } from './drawing/useLayout.ts';
import { Faults } from './Faults.tsx';
import { messages } from './messages.ts';

export interface SaveRefusedProps {
  readonly hallId: string;
  readonly error: unknown;
  /** The message when another member of staff saved a newer version first. */
  readonly stale: string;
}

export const SaveRefused = ({ hallId, error, stale }: SaveRefusedProps) => {
  const t = useStore(messages);
  const reload = useReload(hallId);
  if (!isProblem(error, 'stale-version')) return <Faults error={error} />;
  return (
    <Notice tone="bad" title={stale}>
      <Button look="plain" onClick={() => void reload()}>
        {t.reload}
      </Button>
    </Notice>
  );
};
