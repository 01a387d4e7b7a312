import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { storedScans } from '../gateStore.ts';
import { messages } from '../messages.ts';
import { undoCheckIn } from './checkInCalls.ts';
import type { Scan } from './Scan.ts';

/** What may have arrived, and is not answered, cannot be taken back yet. */
const canUndo = ({ state, asked, checkinId }: Scan): boolean =>
  state === 'waiting' ? asked !== true : state === 'sent' && checkinId !== undefined;

/** Takes the last admission back, here and at the box office. `act` is undefined when that cannot be done. */
export const useUndo = (scanId: string | undefined, onDone: () => void) => {
  const t = useStore(messages);
  const [undone, setUndone] = useState<string>();
  const scan = useStore(storedScans.store).find(({ id }) => id === scanId);
  const act = async ({ id, checkinId }: Scan): Promise<void> => {
    if (checkinId !== undefined) await undoCheckIn(checkinId, t.undoReason);
    await storedScans.remove(id);
    setUndone(id);
    onDone();
  };
  return {
    isDone: undone !== undefined && scanId === undefined,
    act: scan === undefined || !canUndo(scan) ? undefined : () => act(scan),
  };
};
