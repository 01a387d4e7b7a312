import { logEvents } from '../../domain/log/events.ts';
import type { Clock } from '../../ports/Clock.ts';
import { type EventStore, EventStoreUnavailable, type RecordedEvent } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import { sharedByPrograms } from '../../ports/KeyStore.ts';

/** `secret` and `olderSecrets` are fingerprints. */
export interface OwnKeys {
  readonly keyStoreId: string;
  readonly secret: string;
  readonly olderSecrets: readonly string[];
}

export interface NameKeysDeps {
  readonly events: Pick<EventStore, 'logId' | 'append' | 'readStream'>;
  readonly clock: Clock;
  readonly ids: IdSource;
}

export class OtherKeys extends Error {
  override readonly name = 'OtherKeys';
}

const stream = 'log';
const triesMax = 10;
const { LogKeysNamed } = logEvents;

type Named = ReturnType<typeof LogKeysNamed.read>['data'];

const refusal = (logId: string, named: Named, own: OwnKeys): OtherKeys | undefined => {
  const isOtherStore = named.keyStoreId !== own.keyStoreId;
  const isOtherSecret = ![own.secret, ...own.olderSecrets].includes(named.secret);
  if (!isOtherStore && !isOtherSecret) return undefined;
  const parts = [
    isOtherStore ? [`key store ${named.keyStoreId}`, own.keyStoreId] : [],
    isOtherSecret ? [`the secret of fingerprint ${named.secret}`, own.secret] : [],
  ].filter(({ length }) => length > 0);
  const written = parts.map(([theirs]) => theirs).join(' and ');
  const here = parts.map(([, ours]) => ours).join(' and ');
  return new OtherKeys(
    `log ${logId} is written with ${written}, but this program has ${here}: ${sharedByPrograms}`,
  );
};

/** Names the keys when the log names none or a former secret. Throws {@link OtherKeys}, EventStoreUnavailable. */
export const nameKeys = async (
  { events, clock, ids }: NameKeysDeps,
  own: OwnKeys,
  mayWrite: boolean,
): Promise<void> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const [last] = await events.readStream(stream, { backwards: true, maxCount: 1 });
    const named = namedBy(last);
    const refused = named === undefined ? undefined : refusal(events.logId, named, own);
    if (refused !== undefined) throw refused;
    if (named?.secret === own.secret || !mayWrite) return;
    const id = ids.next();
    const { type, version } = LogKeysNamed;
    const { data } = LogKeysNamed.read(version, { keyStoreId: own.keyStoreId, secret: own.secret });
    const at = new Date(clock.nowMs()).toISOString();
    const metadata = { correlationId: id, causationId: id, actor: { role: 'system' } } as const;
    const expected = last === undefined ? 'no-stream' : last.revision;
    const result = await events.append({
      stream,
      expected,
      events: [{ id, type, version, at, data, metadata }],
    });
    if (result.outcome === 'appended') return;
  }
  throw new EventStoreUnavailable('other programs name their keys in the log all the time');
};

const namedBy = (last: RecordedEvent | undefined): Named | undefined =>
  last?.type === LogKeysNamed.type ? LogKeysNamed.read(last.version, last.data).data : undefined;
