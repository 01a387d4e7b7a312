import { useStore } from '@nanostores/preact';
import type { SeatType } from '../drawing/Drawing.ts';
import { messages } from '../messages.ts';

export const useTypeWords = (): Readonly<Record<SeatType, string>> => {
  const { regular, premium, recliner, couple, wheelchair, companion } = useStore(messages);
  return { regular, premium, recliner, couple, wheelchair, companion };
};
