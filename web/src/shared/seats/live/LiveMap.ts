/** A: free, H: held, B: booked, X: blocked. */
export type Letter = 'A' | 'H' | 'B' | 'X';

export interface LiveMap {
  readonly revision: number;
  readonly layoutVersion: number;
  /** One letter per seat in the order of the layout. */
  readonly status: string;
}

export type StreamMessage =
  | ({ readonly type: 'snapshot' } & LiveMap)
  | {
      readonly type: 'delta';
      readonly revision: number;
      readonly changes: readonly (readonly [string, Letter])[];
    };

/** The map after a message; the same map for a message that it knows already. */
export const applyMessage = (
  map: LiveMap | undefined,
  message: StreamMessage,
  indexOf: (seatId: string) => number | undefined,
): LiveMap | undefined => {
  if (map !== undefined && message.revision <= map.revision) return map;
  if (message.type === 'snapshot') {
    const { revision, layoutVersion, status } = message;
    return { revision, layoutVersion, status };
  }
  if (map === undefined) return undefined;
  const letters = [...map.status];
  for (const [id, letter] of message.changes) {
    const index = indexOf(id);
    if (index !== undefined) letters[index] = letter;
  }
  return { ...map, revision: message.revision, status: letters.join('') };
};
