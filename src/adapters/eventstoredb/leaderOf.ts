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
 * would be a majority of its own. When a deposed leader comes back, the others name both for a while: then there is a leader
 * only if one of the two does not claim to be it.
 */
export const leaderOf = (views: Views): string | undefined => {
  const voters = Math.max(...[...views.values()].map((seen) => seen.filter(({ votes }) => votes).length));
  const named = new Map<string, string[]>();
  for (const [by, seen] of views) {
    // A server asked under another name than the cluster's would be counted twice.
    if (!seen.some(({ server }) => server === by)) continue;
    for (const leader of leadersIn(seen)) named.set(leader, [...(named.get(leader) ?? []), by]);
  }
  const leaders = [...named].filter(([leader, by]) => by.length > voters / 2 && by.includes(leader));
  return leaders.length === 1 ? leaders[0]?.[0] : undefined;
};

const leadersIn = (seen: readonly SeenMember[]): readonly string[] =>
  seen.filter(({ leads }) => leads).map(({ server }) => server);

/** Whether a member names several leaders: the answers that are still to come may tell which of them leads. */
export const isDivided = (views: Views): boolean =>
  [...views.values()].some((seen) => leadersIn(seen).length > 1);
