/** Seat maps follow the log, a moment behind an append that this node has just answered; a read waits for it. */
import type { preHandlerAsyncHookHandler } from 'fastify';
import { type Position, positionStart } from '../../ports/EventStore.ts';
import type { ApiInstance } from './ApiInstance.ts';
import type { PositionedView } from './minPosition.ts';

/** Beyond this the map is shown as it is; its revision says which. */
const ownWritesWaitMs = 250;
const positionPattern = /^[0-9]{20}$/;

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
