import { type EventStore, EventStoreUnavailable, positionStart } from '../../ports/EventStore.ts';
import { type FoundLog, logCreated } from '../logIdentity.ts';
import type { EventStoreDbConnection } from './EventStoreDbConnection.ts';
import { positionOfRecord } from './eventEncoding.ts';

const logStream = 'log';

export const establishLogId = async (
  readStream: EventStore['readStream'],
  append: EventStore['append'],
): Promise<string> => {
  const [first] = await readStream(logStream, { maxCount: 1 });
  if (first !== undefined) return first.id;
  const created = logCreated();
  const result = await append({ stream: logStream, expected: 'no-stream', events: [created] });
  const id = result.outcome === 'appended' ? created.id : result.missed[0]?.id;
  if (id === undefined) throw new EventStoreUnavailable('the first event of the log cannot be read');
  return id;
};

export const lookAtLog = async (
  connection: EventStoreDbConnection,
  readStream: EventStore['readStream'],
): Promise<FoundLog> => {
  const [first] = await readStream(logStream, { maxCount: 1 });
  const [last] = await connection.readAll({ from: 'end', direction: 'backwards', maxCount: 1 });
  return { logId: first?.id, end: last === undefined ? positionStart : positionOfRecord(last) };
};
