export interface SeenMember {
  readonly server: string;
  readonly leads: boolean;
  readonly votes: boolean;
}

export type Views = ReadonlyMap<string, readonly SeenMember[]>;

export const membersIn = (views: Views): readonly string[] => [
  ...new Set([...views.values()].flatMap((seen) => seen.map(({ server }) => server))),
];

/**
 * The server that a majority of the voting members names as the leader, itself included. A leader that hangs does not
 * answer; one that was deposed without knowing it has no majority. Members that are down count, or a part that is cut off
 * would be a majority of its own.
 */
export const leaderOf = (views: Views): string | undefined => {
  const voters = Math.max(...[...views.values()].map((seen) => seen.filter(({ votes }) => votes).length));
  const named = new Map<string, string[]>();
  for (const [by, seen] of views) {
    const leader = seen.find(({ leads }) => leads)?.server;
    // A server asked under another name than the cluster's would be counted twice.
    if (leader !== undefined && seen.some(({ server }) => server === by)) {
      named.set(leader, [...(named.get(leader) ?? []), by]);
    }
  }
  return [...named].find(([leader, by]) => by.length > voters / 2 && by.includes(leader))?.[0];
};
