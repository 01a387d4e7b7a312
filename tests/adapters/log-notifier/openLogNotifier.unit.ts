/** Messages as log lines: which message about which booking, and nothing of the person. */
import { expect, it } from 'vitest';
import { openLogNotifier } from '../../../src/adapters/log-notifier/openLogNotifier.ts';
import { messageWith, notifierContract } from '../../contracts/notifierContract.ts';

const recording = () => {
  const lines: unknown[] = [];
  return { lines, logger: { info: (...line: readonly unknown[]) => void lines.push(line) } };
};

notifierContract('the log', async () => {
  const { lines, logger } = recording();
  return {
    notifier: openLogNotifier(logger),
    logged: () => JSON.stringify(lines),
    close: async () => undefined,
  };
});

it('says which message about which booking', async () => {
  const { lines, logger } = recording();
  const { id: messageId, kind, ...rest } = messageWith();
  await openLogNotifier(logger).send({ id: messageId, kind, ...rest });
  expect(lines).toEqual([[{ messageId, kind, attachments: 1 }, expect.any(String)]]);
});
