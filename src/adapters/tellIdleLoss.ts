/**
 * Idle connections of a pool that are lost. Unheard, such a loss would end the process; the pool replaces the connection
 * by itself, so it is only told.
 */
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
    // The pool hangs its whole client on the error: none of that belongs into a log.
    const { name: type, message } = error;
    logger.warn({ err: { type, message } }, `lost an idle connection ${whose}`);
  });
};
