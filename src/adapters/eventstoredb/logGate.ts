import { EventStoreUnavailable, type Position, positionStart } from '../../ports/EventStore.ts';
import type { FoundLog, LogIdentity } from '../logIdentity.ts';

/** After a lost connection the log is compared with the one that is expected, before anything is read or written. */
export interface LogGate {
  /** The server may be another now. */
  doubt(): void;
  /** A connection is gone: another one leads to a server that is not known yet. */
  lost(): void;
  pass(): Promise<void>;
  through<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  verify(reaching?: Position): Promise<void>;
}

export const createLogGate = (identity: LogIdentity, look: () => Promise<FoundLog>): LogGate => {
  let doubts = 0;
  let losses = 0;
  let settled = 0;
  let settling: Promise<void> | undefined;

  const verify = async (reaching = positionStart): Promise<void> => {
    const doubtsBefore = doubts;
    const seen = identity.seen();
    identity.check(await look(), seen > reaching ? seen : reaching);
    settled = Math.max(settled, doubtsBefore);
  };
  const doubt = (): void => {
    doubts += 1;
  };
  const lost = (): void => {
    losses += 1;
    doubt();
  };
  const settle = async (mine: number): Promise<void> => {
    while (settled < mine) {
      settling ??= verify().finally(() => {
        settling = undefined;
      });
      await settling;
    }
  };
  /** Doubts of others do not prolong it, but what was looked at over a connection that is gone says nothing. */
  const pass = async (): Promise<void> => {
    for (let before = -1; before !== losses; ) {
      before = losses;
      await settle(doubts);
    }
  };
  return {
    doubt,
    lost,
    pass,
    verify,
    through: async (call) => {
      if (settled < doubts) await pass();
      try {
        return await call();
      } catch (error) {
        if (error instanceof EventStoreUnavailable) doubt();
        throw error;
      }
    },
  };
};
