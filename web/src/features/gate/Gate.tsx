import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { Notice } from '../../shared/ui/Notice.tsx';
import { CodeField } from './CodeField.tsx';
import { Conflicts } from './Conflicts.tsx';
import { Camera } from './camera/Camera.tsx';
import styles from './GatePage.module.css';
import { GateStatus, type GateStatusProps } from './GateStatus.tsx';
import { messages } from './messages.ts';
import { ShowChoice } from './ShowChoice.tsx';
import { useGate } from './scan/useGate.ts';
import { useUndo } from './scan/useUndo.ts';
import { VerdictPanel } from './verdict/VerdictPanel.tsx';

export interface GateProps extends GateStatusProps {
  /** Whether this page could be kept for when there is no network. */
  readonly isKept: boolean;
}

export const Gate = ({ kit, fetching, onLeave, isKept }: GateProps) => {
  const t = useStore(messages);
  const [onlyShow, setOnlyShow] = useState<string>();
  const { admitted, fault, scan, clear } = useGate(kit, onlyShow);
  const undo = useUndo(admitted?.scanId, clear);
  const isOld = fault instanceof DOMException && fault.name === 'NotSupportedError';
  return (
    <div class={styles.gate}>
      <h1>{t.take({ theater: kit.theater })}</h1>
      <GateStatus kit={kit} fetching={fetching} onLeave={onLeave} />
      {!isKept && <p role="alert">{t.notKept}</p>}
      <ShowChoice kit={kit} value={onlyShow} onChange={setOnlyShow} />
      <Camera onCode={(code) => void scan(code)} />
      <CodeField onCode={(code) => void scan(code)} />
      {fault !== undefined && <Notice title={isOld ? t.oldBrowser : t.fault} tone="bad" />}
      {undo.isDone && <p role="status">{t.undone}</p>}
      <Conflicts timeZone={kit.timeZone} />
      {admitted !== undefined && (
        <VerdictPanel verdict={admitted.verdict} kit={kit} onUndo={undo.act} onNext={clear} />
      )}
    </div>
  );
};
