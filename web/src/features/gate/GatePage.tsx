import { useStore } from '@nanostores/preact';
import { StaffArea } from '../../shared/session/StaffArea.tsx';
import { Loading } from '../../shared/ui/Loading.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { Gate } from './Gate.tsx';
import { PrepareGate } from './kit/PrepareGate.tsx';
import { useKit } from './kit/useKit.ts';
import { messages } from './messages.ts';
import { useOfflinePage } from './useOfflinePage.ts';

/** A phone that has its kit needs no sign-in to check tickets, only to send what it scanned. */
export const GatePage = () => {
  const t = useStore(messages);
  const { kit, fetching, leave } = useKit();
  useTitle(t.title);
  const isKept = useOfflinePage();
  if (kit === undefined) return <Loading />;
  if (kit !== null)
    return <Gate kit={kit} fetching={fetching} onLeave={() => void leave()} isKept={isKept} />;
  return (
    <StaffArea roles={['gate']}>
      <PrepareGate fetching={fetching} />
    </StaffArea>
  );
};
