/** Without a listener, the loss of an idle connection would end the process. The pool replaces the connection. */
import type { AdapterLogger } from './AdapterLogger.ts';

interface IdlePool {
  /** Whether the pool is being closed: then its connections go, one way or another. */
  readonly ending: boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/** @param whose what the connections are for, as in "to the event log" */
export const tellIdleLoss = (pool: IdlePool, logger: AdapterLogger, whose: string): void => {
  pool.on('error', (error) => {
    if (pool.ending) return;
    // The pool hangs its whole client on the error: which does not belong into a log.
    const { name: type, message } = error;
    logger.warn({ err: { type, message } }, `lost an idle connection ${whose}`);
  });
};
