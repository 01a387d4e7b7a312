import { EventStoreUnavailable, type Position, positionStart } from '../../ports/EventStore.ts';
import type { FoundLog, LogIdentity } from '../logIdentity.ts';

/** After a lost connection the log is compared with the one that is expected, before anything is read or written. */
export interface LogGate {
  /** The server may be another now. */
  doubt(): void;
  /** Nothing may be sent; it is asked right before that. */
  isInDoubt(): boolean;
  pass(): Promise<void>;
  through<Answer>(call: () => Promise<Answer>): Promise<Answer>;
  verify(reaching?: Position): Promise<void>;
}

export const createLogGate = (identity: LogIdentity, look: () => Promise<FoundLog>): LogGate => {
  let doubts = 0;
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
  const pass = async (): Promise<void> => {
    const mine = doubts;
    while (settled < mine) {
      settling ??= verify().finally(() => {
        settling = undefined;
      });
      await settling;
    }
  };
  return {
    doubt,
    isInDoubt: () => settled < doubts,
    pass,
    verify,
    through: async (call) => {
      while (settled < doubts) await pass();
      try {
        return await call();
      } catch (error) {
        if (error instanceof EventStoreUnavailable) doubt();
        throw error;
      }
    },
  };
};
