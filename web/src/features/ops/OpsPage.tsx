import { useStore } from '@nanostores/preact';
import { Asked } from '../../shared/problems/Asked.tsx';
import { StaffArea } from '../../shared/session/StaffArea.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { messages } from './messages.ts';
import { Node } from './Node.tsx';
import { useMetrics } from './useOps.ts';

export const OpsPage = () => {
  const t = useStore(messages);
  useTitle(t.title);
  return (
    <StaffArea roles={['admin']}>
      <Figures />
    </StaffArea>
  );
};

const Figures = () => {
  const t = useStore(messages);
  const metrics = useMetrics();
  return (
    <Asked query={metrics}>
      {(read) =>
        read === null ? (
          <Notice title={t.elsewhereTitle} level={1}>
            <p>{t.elsewhereText}</p>
          </Notice>
        ) : (
          <Node metrics={read} />
        )
      }
    </Asked>
  );
};
