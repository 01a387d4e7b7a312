import { useStore } from '@nanostores/preact';
import { formats } from '../../shared/format/formats.ts';
import { ProblemNotice } from '../../shared/problems/ProblemNotice.tsx';
import { StaffSignIn } from '../../shared/session/StaffSignIn.tsx';
import { Button } from '../../shared/ui/Button.tsx';
import styles from './GatePage.module.css';
import type { Kit } from './kit/Kit.ts';
import type { useKit } from './kit/useKit.ts';
import { messages } from './messages.ts';
import { useSending } from './scan/useSending.ts';
import { useOnline } from './useOnline.ts';

export interface GateStatusProps {
  readonly kit: Kit;
  readonly fetching: ReturnType<typeof useKit>['fetching'];
  readonly onLeave: () => void;
}

export const GateStatus = ({ kit, fetching, onLeave }: GateStatusProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const isOnline = useOnline();
  const { waiting, needsSignIn } = useSending(isOnline);
  return (
    <div class={styles.status}>
      <p role="status" class={isOnline ? styles.online : styles.offline}>
        {isOnline ? t.online : t.offline} · {waiting === 0 ? t.allSent : t.waiting(waiting)}
      </p>
      <p class="soft">{t.list({ time: format.time(kit.fetchedAt, kit.timeZone) })}</p>
      <p class={styles.buttons}>
        <Button
          look="plain"
          busy={fetching.isPending}
          disabled={!isOnline || needsSignIn}
          onClick={() => fetching.mutate(kit.theaterId)}
        >
          {t.refresh}
        </Button>
        <Button look="quiet" disabled={waiting > 0} onClick={onLeave}>
          {t.leave}
        </Button>
      </p>
      {waiting > 0 && !needsSignIn && <p class="soft">{t.leaveWaits}</p>}
      {isOnline && fetching.error !== null && <ProblemNotice error={fetching.error} />}
      {isOnline && needsSignIn && (
        <details open={waiting > 0}>
          <summary>{t.signInToSend}</summary>
          <StaffSignIn />
        </details>
      )}
    </div>
  );
};
