/**
 * What was written through this node is in the seat maps that it shows next, without the caller naming a position:
 * maps follow the log's tail, which is a moment behind the append that was just answered.
 */
import type { preHandlerAsyncHookHandler } from 'fastify';
import { type Position, positionStart } from '../../ports/EventStore.ts';
import type { ApiInstance } from './ApiInstance.ts';
import type { PositionedView } from './minPosition.ts';

/** Beyond this the map is shown as this node knows it; its revision says which that is. */
const ownWritesWaitMs = 250;
const positionPattern = /^[0-9]{20}$/;

/** Notes the position of every write that is answered from now on. */
export const readsOwnWrites = (app: ApiInstance, view: PositionedView): preHandlerAsyncHookHandler => {
  let written: Position = positionStart;
  app.addHook('onSend', async (_request, reply, payload) => {
    const position = reply.getHeader('marquee-position');
    if (typeof position === 'string' && positionPattern.test(position) && position > written) {
      written = position;
    }
    return payload;
  });
  return async () => {
    await view.waitFor(written, ownWritesWaitMs);
  };
};
