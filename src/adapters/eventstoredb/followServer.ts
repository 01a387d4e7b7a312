/**
 * One subscription of the client as a stream of events and marks, in the order in which the server sent them. Mending
 * a lost one must not enter.
 */
import type { AllStreamSubscription, Filter, ReadPosition } from '@eventstore/db-client';
import type { ItemStream } from './clientStream.ts';
import { itemsOf } from './clientStream.ts';
import type { EventStoreDbConnection } from './EventStoreDbConnection.ts';
import type { Resolved } from './eventEncoding.ts';
import type { OnCheckpoint } from './serverFilter.ts';

export type FollowItem =
  /** The server has accepted the subscription. */
  | { readonly mark: 'confirmed' }
  /** What stood in the log has been sent. */
  | { readonly mark: 'caughtUp' }
  /** Where to resume; opaque, and on the way no position of any event. */
  | { readonly mark: 'checkpoint'; readonly position: ReadPosition }
  | Resolved;

export const isMark = (item: FollowItem): item is Extract<FollowItem, { mark: string }> => 'mark' in item;

/**
 * Starts after `from`.
 *
 * The client tells its marks by callbacks while the events before them may still wait in its buffer; pushing the
 * marks into that buffer keeps their places.
 */
export const followServer = (
  connection: EventStoreDbConnection,
  from: ReadPosition,
  filter: (onCheckpoint: OnCheckpoint) => Filter,
): ItemStream<FollowItem> => {
  const mark = (subscription: AllStreamSubscription, item: FollowItem): void => {
    if (!subscription.destroyed) subscription.push(item);
  };
  const subscription = connection.subscribe(
    from,
    filter((of, position) => mark(of, { mark: 'checkpoint', position })),
  );
  subscription.on('confirmation', () => mark(subscription, { mark: 'confirmed' }));
  subscription.on('caughtUp', () => mark(subscription, { mark: 'caughtUp' }));
  return itemsOf<FollowItem>(subscription, () => subscription.unsubscribe());
};
