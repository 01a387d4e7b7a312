import type { ReadPosition } from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerFilter } from './serverFilter.ts';

const { Options } = streams.ReadReq;
export type FollowRequest = InstanceType<typeof streams.ReadReq>;

/** Between two checkpoints; a window is 32 events. */
const checkpointIntervalWindows = 32;

const placeOf = (from: ReadPosition) => {
  const place = new Options.AllOptions();
  if (from === 'start') return place.setStart(new shared.Empty());
  if (from === 'end') return place.setEnd(new shared.Empty());
  return place.setPosition(
    new Options.Position().setCommitPosition(`${from.commit}`).setPreparePosition(`${from.prepare}`),
  );
};

const filterOf = (filter: ServerFilter) => {
  const options = new Options.FilterOptions()
    .setCount(new shared.Empty())
    .setCheckpointintervalmultiplier(checkpointIntervalWindows);
  const expression = new Options.FilterOptions.Expression();
  if ('regex' in filter) expression.setRegex(filter.regex);
  else expression.setPrefixList([...filter.prefixes]);
  return filter.on === 'type' ? options.setEventType(expression) : options.setStreamIdentifier(expression);
};

/** Subscribes to the log, after a position or from an end of it. */
export const followRequest = (from: ReadPosition, filter: ServerFilter): FollowRequest =>
  new streams.ReadReq().setOptions(
    new Options()
      .setAll(placeOf(from))
      .setSubscription(new Options.SubscriptionOptions())
      .setUuidOption(new Options.UUIDOption().setString(new shared.Empty()))
      .setFilter(filterOf(filter)),
  );
