import { type Notifier, NotifierUnavailable } from '../../ports/Notifier.ts';

export interface WatchedNotifier extends Notifier {
  /** Whether the latest message failed because the mail server was unavailable. */
  isAway(): boolean;
}

export const watchedNotifier = (notifier: Notifier): WatchedNotifier => {
  let away = false;
  return {
    send: async (message) => {
      try {
        await notifier.send(message);
        away = false;
      } catch (error) {
        away = error instanceof NotifierUnavailable;
        throw error;
      }
    },
    close: () => notifier.close(),
    isAway: () => away,
  };
};
