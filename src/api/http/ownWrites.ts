/** Seat maps follow the log, a moment behind an append that this node has just answered; a read waits for it. */
import type { preHandlerHookHandler } from 'fastify';
import { type Position, positionStart } from '../../ports/EventStore.ts';
import type { ApiInstance } from './ApiInstance.ts';
import type { PositionedView } from './minPosition.ts';

/** A view whose position is known without asking an engine. */
export interface KnownView extends PositionedView {
  position(): Position;
}

/** Beyond this the map is shown as it is; its revision says which. */
const ownWritesWaitMs = 250;
const positionPattern = /^[0-9]{20}$/;

export const readsOwnWrites = (app: ApiInstance, view: KnownView): preHandlerHookHandler => {
  let written: Position = positionStart;
  app.addHook('onSend', (_request, reply, payload, done) => {
    const position = reply.getHeader('marquee-position');
    if (typeof position === 'string' && positionPattern.test(position) && position > written) {
      written = position;
    }
    done(null, payload);
  });
  return (_request, _reply, done) => {
    if (view.position() >= written) return done();
    view.waitFor(written, ownWritesWaitMs).then(() => done(), done);
  };
};
