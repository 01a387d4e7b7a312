/** Without a listener, the loss of an idle connection ends the process. The pool replaces the connection. */
import type { AdapterLogger } from './AdapterLogger.ts';

interface IdlePool {
  readonly ending: boolean;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

export const tellIdleLoss = (pool: IdlePool, logger: AdapterLogger, whose: string): void => {
  pool.on('error', (error) => {
    if (pool.ending) return;
    // The pool attaches its whole client to the error.
    const { name: type, message } = error;
    logger.warn({ err: { type, message } }, `lost an idle connection ${whose}`);
  });
};
