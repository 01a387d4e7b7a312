/** Before an append is sent, so that all event stores refuse the same. */
import type { EventText, NewEvent, StreamAppend } from '../ports/EventStore.ts';
import { AppendRefused, eventStoreLimits } from '../ports/EventStore.ts';

const typeBytesMax = 256;

/** Lower case only: engines return ids so, and resends are recognised by equality. */
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An escaped NUL or lone surrogate. JSON text may contain an escaped backslash before `u0000`: count backslashes. */
const badEscape = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

export interface CheckedAppend {
  readonly texts: readonly EventText[];
  readonly bytes: number;
}

const isPlainText = (text: unknown): text is string =>
  typeof text === 'string' && text.isWellFormed() && !text.includes('\0');

const checkName = (what: string, name: unknown, bytesMax: number): void => {
  if (!isPlainText(name) || name === '') {
    throw new AppendRefused(`${what} must be text that is not empty, valid Unicode and free of NUL`);
  }
  // EventStoreDB reserves names with a dollar for system streams, which subscriptions leave out.
  if (name.startsWith('$')) throw new AppendRefused(`${what} must not start with "$"`);
  const bytes = Buffer.byteLength(name);
  if (bytes > bytesMax) throw new AppendRefused(`${what} has ${bytes} bytes, at most ${bytesMax} are stored`);
};

const jsonOf = (what: string, value: unknown): string | undefined => {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw new AppendRefused(`${what} cannot be written as JSON`, { cause });
  }
};

const checkedText = (what: string, text: string | undefined): string => {
  if (text === undefined || !text.startsWith('{')) throw new AppendRefused(`${what} must be a JSON object`);
  // The two searches are much cheaper than the pattern and nearly always enough.
  if ((text.includes('\\u0000') || text.includes('\\ud')) && badEscape.test(text)) {
    throw new AppendRefused(`${what} holds NUL or text that is not valid Unicode`);
  }
  return text;
};

const checkEvent = (event: NewEvent, text: EventText | undefined): EventText => {
  checkName('the event type', event.type, typeBytesMax);
  if (!uuidPattern.test(event.id)) throw new AppendRefused('the event id must be a UUID in lower case');
  if (!Number.isInteger(event.version) || event.version < 1 || event.version > 0x7fff_ffff) {
    throw new AppendRefused(`the version of ${event.type} must be an integer from 1`);
  }
  if (!isPlainText(event.at) || event.at === '')
    throw new AppendRefused(`the time of ${event.type} is missing`);
  const data = `the data of ${event.type}`;
  const metadata = `the metadata of ${event.type}`;
  return {
    data: checkedText(data, text?.data ?? jsonOf(data, event.data)),
    metadata: checkedText(metadata, text?.metadata ?? jsonOf(metadata, event.metadata)),
  };
};

export const checkAppend = (append: StreamAppend): CheckedAppend => {
  const { stream, expected, events, texts: made } = append;
  checkName('the stream name', stream, eventStoreLimits.streamNameBytesMax);
  if (typeof expected === 'number' && (!Number.isSafeInteger(expected) || expected < 0)) {
    throw new AppendRefused(`the expected revision must be an integer from 0, not ${expected}`);
  }
  if (events.length === 0) throw new AppendRefused('an append needs at least one event');
  if (events.length > eventStoreLimits.appendEventsMax) {
    throw new AppendRefused(
      `${events.length} events in one append, at most ${eventStoreLimits.appendEventsMax} are stored`,
    );
  }
  const texts: EventText[] = [];
  let bytes = 0;
  for (const [place, event] of events.entries()) {
    const text = checkEvent(event, made?.[place]);
    texts.push(text);
    bytes += Buffer.byteLength(text.data) + Buffer.byteLength(text.metadata);
    if (bytes > eventStoreLimits.appendBytesMax) {
      throw new AppendRefused(`an append may have at most ${eventStoreLimits.appendBytesMax} bytes of JSON`);
    }
  }
  return { texts, bytes };
};
