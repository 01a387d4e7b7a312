import type { AllStreamSubscription, Filter, ReadPosition } from '@eventstore/db-client';
import type { ItemStream } from './clientStream.ts';
import { itemsOf } from './clientStream.ts';
import type { EventStoreDbConnection } from './EventStoreDbConnection.ts';
import type { Resolved } from './eventEncoding.ts';
import type { OnCheckpoint } from './serverFilter.ts';

export type FollowItem =
  | { readonly mark: 'confirmed' }
  | { readonly mark: 'caughtUp' }
  /** Where to resume; opaque, and not the position of an event. */
  | { readonly mark: 'checkpoint'; readonly position: ReadPosition }
  | Resolved;

export const isMark = (item: FollowItem): item is Extract<FollowItem, { mark: string }> => 'mark' in item;

/** The client tells marks by callback before their events leave its buffer, so marks are pushed into that buffer. */
export const followServer = (
  connection: EventStoreDbConnection,
  from: ReadPosition,
  filter: (onCheckpoint: OnCheckpoint) => Filter,
): ItemStream<FollowItem> => {
  const mark = (subscription: AllStreamSubscription, item: FollowItem): void => {
    if (!subscription.destroyed) subscription.push(item);
  };
  const { subscription, replaced } = connection.subscribe(
    from,
    filter((of, position) => mark(of, { mark: 'checkpoint', position })),
  );
  subscription.on('confirmation', () => mark(subscription, { mark: 'confirmed' }));
  subscription.on('caughtUp', () => mark(subscription, { mark: 'caughtUp' }));
  return itemsOf<FollowItem>(subscription, () => subscription.unsubscribe(), replaced);
};
