import type { ReadPosition } from '@eventstore/db-client';
import type { ItemStream } from './clientStream.ts';
import { itemsOf } from './clientStream.ts';
import type { EventStoreDbConnection } from './EventStoreDbConnection.ts';
import type { FollowItem } from './readAnswer.ts';
import type { ServerFilter } from './serverFilter.ts';

export const followServer = (
  connection: EventStoreDbConnection,
  from: ReadPosition,
  filter: ServerFilter,
): ItemStream<FollowItem> => {
  const { call, replaced } = connection.follow(from, filter);
  return itemsOf(call, () => call.cancel(), replaced);
};
