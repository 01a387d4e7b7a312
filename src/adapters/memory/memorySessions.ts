import { randomBytes } from 'node:crypto';
import { type Session, type SessionStore, sessionLimits } from '../../ports/Sessions.ts';

const saltBytes = 16;
const { idleMsMax } = sessionLimits;

export const openMemorySessions = (): SessionStore => {
  const sessions = new Map<string, Session & { endedAtMs?: number }>();
  const openOf = (subject: string, nowMs: number) =>
    [...sessions.values()]
      .filter((each) => each.subject === subject && each.endedAtMs === undefined)
      .filter(({ expiresAtMs, rotatedAtMs }) => Math.min(expiresAtMs, rotatedAtMs + idleMsMax) > nowMs)
      .sort((one, other) => other.rotatedAtMs - one.rotatedAtMs);
  const find = (id: string, nowMs: number) => {
    const found = sessions.get(id);
    return found === undefined ? undefined : openOf(found.subject, nowMs).find((each) => each.id === id);
  };
  const endOne = (session: Session, nowMs: number): void => {
    sessions.set(session.id, { ...session, endedAtMs: nowMs });
  };
  return {
    start: async (session) => {
      const { id, subject, startedAtMs } = session;
      const made = { ...session, salt: randomBytes(saltBytes), generation: 0, rotatedAtMs: startedAtMs };
      const known = sessions.get(id) ?? made;
      sessions.set(id, known);
      for (const surplus of openOf(subject, startedAtMs).slice(sessionLimits.perSubjectMax)) {
        endOne(surplus, startedAtMs);
      }
      return known;
    },
    find: async (id, nowMs) => find(id, nowMs),
    rotate: async (id, generation, nowMs) => {
      const found = find(id, nowMs);
      if (found?.generation !== generation) return undefined;
      const rotated = { ...found, generation: generation + 1, rotatedAtMs: nowMs };
      sessions.set(id, rotated);
      return rotated;
    },
    list: async (subject, nowMs) => openOf(subject, nowMs),
    end: async (id, subject, nowMs) => {
      const found = find(id, nowMs);
      if (found?.subject !== subject) return false;
      endOne(found, nowMs);
      return true;
    },
    forgetSubject: async (subject) => {
      for (const session of [...sessions.values()])
        if (session.subject === subject) sessions.delete(session.id);
    },
    forget: async () => undefined,
  };
};
