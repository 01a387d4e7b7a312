import { describe, expect, it } from 'vitest';
import {
  isDivided,
  leaderOf,
  type SeenMember,
  type Views,
} from '../../../src/adapters/eventstoredb/leaderOf.ts';

const members = ['a:1', 'b:1', 'c:1'];

/** The three members as one of them sees them, with the one that it takes for the leader. */
const naming = (
  leader: string | readonly string[] | undefined,
  replicas: readonly string[] = [],
): readonly SeenMember[] => [
  ...members.map((server) => ({ server, leads: [leader].flat().includes(server), votes: true })),
  ...replicas.map((server) => ({ server, leads: false, votes: false })),
];

const views = (seen: Readonly<Record<string, readonly SeenMember[]>>): Views => new Map(Object.entries(seen));

describe('the leader of a cluster', () => {
  it('is the one that a majority names, itself included', () => {
    expect(leaderOf(views({ 'a:1': naming('a:1'), 'b:1': naming('a:1') }))).toBe('a:1');
    expect(leaderOf(views({ 'a:1': naming('a:1'), 'b:1': naming('a:1'), 'c:1': naming('b:1') }))).toBe('a:1');
  });

  it('is not one that does not answer, though the others name it', () => {
    expect(leaderOf(views({ 'b:1': naming('a:1'), 'c:1': naming('a:1') }))).toBeUndefined();
  });

  it('is not one that only itself takes for the leader', () => {
    const deposed = { 'a:1': naming('a:1') };
    expect(leaderOf(views(deposed))).toBeUndefined();
    const after = { ...deposed, 'b:1': naming('b:1') };
    expect(leaderOf(views(after))).toBeUndefined();
    expect(leaderOf(views({ ...after, 'c:1': naming('b:1') }))).toBe('b:1');
  });

  it('is not one that came back deposed, while the others name it and the next', () => {
    const both = naming(['a:1', 'b:1']);
    const others = { 'b:1': both, 'c:1': both };
    expect(leaderOf(views({ 'a:1': naming('a:1'), ...others }))).toBeUndefined();
    expect(leaderOf(views({ 'a:1': both, ...others }))).toBeUndefined();
    expect(leaderOf(views({ 'a:1': naming('b:1'), ...others }))).toBe('b:1');
    expect(leaderOf(views({ 'a:1': naming(undefined), ...others }))).toBe('b:1');
    expect(leaderOf(views(others))).toBe('b:1');
    // Before the next leader has answered.
    const early = views({ 'a:1': naming('a:1'), 'c:1': both });
    expect([leaderOf(early), isDivided(early)]).toEqual(['a:1', true]);
    expect(isDivided(views({ 'a:1': naming('a:1'), 'c:1': naming('b:1') }))).toBe(false);
  });

  it('needs no vote of read-only replicas', () => {
    const replicas = ['d:1', 'e:1'];
    const seen = { 'a:1': naming('a:1', replicas), 'b:1': naming('a:1', replicas) };
    expect(leaderOf(views(seen))).toBe('a:1');
  });

  it('is not found from servers that were asked under other names than those of the cluster', () => {
    expect(
      leaderOf(views({ 'one:1': naming('a:1'), 'two:1': naming('a:1'), 'a:1': naming('a:1') })),
    ).toBeUndefined();
  });

  it('is nobody where nobody answers, or no member leads', () => {
    expect(leaderOf(views({}))).toBeUndefined();
    expect(leaderOf(views({ 'a:1': naming(undefined), 'b:1': naming(undefined) }))).toBeUndefined();
  });
});
