/** Reading from the in-process EventStoreDB: one stream, the whole log, and subscriptions to the whole log. */
import { once } from 'node:events';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type grpc from '@grpc/grpc-js';
import type { FakeLog, StoredEvent } from './FakeLog.ts';
import { placeOf } from './FakeLog.ts';
import type { CallFault } from './faults.ts';
import { callFaults } from './faults.ts';
import { type MemberContext, serveAsLeader } from './membership.ts';
import {
  checkpoint,
  failure,
  filterOf,
  readEvent,
  streamDeleted,
  streamIdentifier,
  textOf,
  thrownByHandler,
} from './messages.ts';

type ReadCall = grpc.ServerWritableStream<ReadReq, ReadResp>;

export interface ReadContext extends MemberContext {
  readonly log: FakeLog;
  /** The fault that this read or subscription must suffer, if any. */
  nextFault(subscribing: boolean): CallFault | undefined;
  readonly subscriptions: Set<ReadCall>;
}

/** Events that one page of a catching-up subscription looks at, when the client names no window. */
const pageSize = 32;

/** Writes what fits and waits; false when the call is over. */
const write = async (call: ReadCall, message: ReadResp): Promise<boolean> => {
  if (call.cancelled || call.destroyed) return false;
  if (call.write(message)) return true;
  const over = new AbortController();
  await Promise.race(
    ['drain', 'cancelled', 'close'].map((event) => once(call, event, { signal: over.signal })),
  ).catch(() => undefined);
  over.abort();
  return !call.cancelled;
};

const backwardsFlag = 1;

const streamEvents = (log: FakeLog, options: ReadReq.Options): readonly StoredEvent[] | string => {
  const name = textOf(options.getStream()?.getStreamIdentifier()?.getStreamName());
  const events = log.read(name);
  if (typeof events === 'string') return events;
  const from = options.getStream();
  const backwards = options.getReadDirection() === backwardsFlag;
  const start = from?.hasRevision() ? BigInt(from.getRevision()) : undefined;
  const chosen = events.filter(
    ({ revision }) => start === undefined || (backwards ? revision <= start : revision >= start),
  );
  if (from?.hasEnd() && !backwards) return [];
  return backwards ? chosen.toReversed() : chosen;
};

const allEvents = (log: FakeLog, options: ReadReq.Options): readonly StoredEvent[] => {
  const all = options.getAll();
  const backwards = options.getReadDirection() === backwardsFlag;
  const start = all?.hasPosition() ? BigInt(all.getPosition()?.getCommitPosition() ?? 0) : undefined;
  if (!backwards) {
    if (all?.hasEnd()) return [];
    return log.events.slice(start === undefined ? 0 : placeOf(log.events, start));
  }
  if (all?.hasStart()) return [];
  const newest = log.events.slice(0, start === undefined ? undefined : placeOf(log.events, start));
  return newest.slice(-Math.min(newest.length, Number(options.getCount()))).toReversed();
};

/** Where a subscription begins in the list of all events; undefined when its position never was one. */
const startIndex = (log: FakeLog, options: ReadReq.Options): number | undefined => {
  const all = options.getAll();
  if (all?.hasEnd()) return log.events.length;
  const position = all?.getPosition();
  if (position === undefined) return 0;
  const commit = BigInt(position.getCommitPosition());
  if (!log.isPosition(commit)) return undefined;
  // Positions are exclusive here; one with prepare 0 stands before its record.
  const inclusive = BigInt(position.getPreparePosition()) < commit;
  return placeOf(log.events, inclusive ? commit : commit + 1n);
};

/** Tells when the call is over, and lets its loop sleep until then or until something is appended. */
const watch = ({ log, subscriptions }: ReadContext, call: ReadCall) => {
  let wake = (): void => undefined;
  const watched = {
    open: true,
    sleep: () =>
      new Promise<void>((resolve) => {
        wake = resolve;
      }),
  };
  const listener = (): void => wake();
  const close = (): void => {
    watched.open = false;
    log.listeners.delete(listener);
    subscriptions.delete(call);
    wake();
  };
  log.listeners.add(listener);
  subscriptions.add(call);
  for (const event of ['cancelled', 'close', 'error']) call.once(event, close);
  return watched;
};

const subscribe = async (context: ReadContext, call: ReadCall, options: ReadReq.Options): Promise<void> => {
  const { log } = context;
  const start = startIndex(log, options);
  if (start === undefined) {
    call.emit('error', thrownByHandler());
    return;
  }
  const wanted = filterOf(options);
  const filter = options.getFilter();
  const window = filter?.hasMax() ? filter.getMax() : pageSize;
  const interval = window * (filter?.getCheckpointintervalmultiplier() ?? 0);
  const watched = watch(context, call);
  const confirmation = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId('fake');
  await write(call, new streams.ReadResp().setConfirmation(confirmation));

  let index = start;
  let live = false;
  let pageStart = log.events[index]?.position;
  const examine = async (event: StoredEvent): Promise<void> => {
    index += 1;
    if (wanted(event)) await write(call, readEvent(event));
    if (interval === 0 || (index - start) % interval !== 0) return;
    // While catching up a checkpoint lags one page behind and points before a record.
    if (live) await write(call, checkpoint(event.position, event.position));
    else if (pageStart !== undefined) await write(call, checkpoint(pageStart, 0n));
    pageStart = log.events[index]?.position;
  };
  while (watched.open) {
    const event = log.events[index];
    if (event !== undefined) {
      await examine(event);
    } else if (live) {
      await watched.sleep();
    } else {
      live = true;
      await write(call, new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
    }
  }
};

const read = async (context: ReadContext, call: ReadCall, options: ReadReq.Options): Promise<void> => {
  const fault = context.nextFault(options.hasSubscription());
  if (fault !== undefined) {
    const { code, details } = callFaults[fault];
    if (code !== undefined) call.emit('error', failure(code, details));
    return;
  }
  if (options.hasSubscription()) {
    await subscribe(context, call, options);
    return;
  }
  const name = textOf(options.getStream()?.getStreamIdentifier()?.getStreamName());
  const found = options.hasStream() ? streamEvents(context.log, options) : allEvents(context.log, options);
  if (found === 'deleted') {
    call.emit('error', streamDeleted(name));
    return;
  }
  if (typeof found === 'string') {
    const missing = new streams.ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(name));
    await write(call, new streams.ReadResp().setStreamNotFound(missing));
    call.end();
    return;
  }
  const count = BigInt(options.getCount());
  for (const event of found.slice(0, count > BigInt(found.length) ? found.length : Number(count))) {
    if (!(await write(call, readEvent(event)))) return;
  }
  call.end();
};

export const handleRead =
  (context: ReadContext): grpc.handleServerStreamingCall<ReadReq, ReadResp> =>
  (call) => {
    const options = call.request.getOptions();
    if (options === undefined) call.emit('error', thrownByHandler());
    else
      serveAsLeader(context, call.metadata, {
        serve: () => void read(context, call, options),
        refuse: (error) => call.emit('error', error),
      });
  };
