/** Messages as log lines, for a server without a mail server. Who would get them and what they say must not enter. */
import type { Notifier } from '../../ports/Notifier.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';

export const openLogNotifier = (logger: Pick<AdapterLogger, 'info'>): Notifier => ({
  send: async ({ id, kind, attachments }) => {
    const details = { messageId: id, kind, attachments: attachments.length };
    logger.info(details, 'a message to the customer would go out: no mail server is set');
  },
  close: async () => undefined,
});
