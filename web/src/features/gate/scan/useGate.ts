import { useRef, useState } from 'preact/hooks';
import type { Kit } from '../kit/Kit.ts';
import { playVerdict } from '../verdict/playVerdict.ts';
import { type Admitted, admit } from './admit.ts';

/** One ticket at a time; what is read meanwhile is left out. */
export const useGate = (kit: Kit, onlyShow: string | undefined) => {
  const [admitted, setAdmitted] = useState<Admitted>();
  const [fault, setFault] = useState<unknown>();
  const isBusy = useRef(false);
  const scan = async (code: string): Promise<void> => {
    if (isBusy.current) return;
    isBusy.current = true;
    try {
      const next = await admit(code.trim(), kit, onlyShow);
      setFault(undefined);
      setAdmitted(next);
      playVerdict(next.verdict.tone);
    } catch (error) {
      setAdmitted(undefined);
      setFault(error);
      playVerdict('out');
    } finally {
      isBusy.current = false;
    }
  };
  return { admitted, fault, scan, clear: () => setAdmitted(undefined) };
};
