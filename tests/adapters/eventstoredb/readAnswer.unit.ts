/** What a subscription is sent is read as the client's own generated messages have it. */
import { randomUUID } from 'node:crypto';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { describe, expect, it } from 'vitest';
import { OwnEvents } from '../../../src/adapters/eventstoredb/OwnEvents.ts';
import { answerReader } from '../../../src/adapters/eventstoredb/readAnswer.ts';
import type { EventText, NewEvent } from '../../../src/ports/EventStore.ts';
import { newEvent, newEvents, newStream } from '../../contracts/eventStore/given.ts';
import { checkpoint, readEvent } from '../../support/eventstoredb/messages.ts';

const { ReadResp } = streams;

const bytesOf = (answer: InstanceType<typeof ReadResp>): Buffer => Buffer.from(answer.serializeBinary());

const stored = (event: NewEvent, overrides: Partial<Parameters<typeof readEvent>[0]> = {}) => {
  const metadata = { ...event.metadata, at: event.at, version: event.version };
  return {
    ...{ id: event.id, type: event.type, contentType: 'application/json', stream: 'a-1' },
    data: Buffer.from(JSON.stringify(event.data)),
    metadata: Buffer.from(JSON.stringify(metadata)),
    ...{ revision: 7n, position: 2n ** 52n + 9n, createdMs: 1_700_000_000_000 },
    ...overrides,
  };
};

const position = '00004503599627370505';
const oneEvent = () => newEvent({ data: { title: 'Amélie 🎬', seats: ['A1', 'A2'] } });

const textsOf = (events: readonly NewEvent[]): readonly EventText[] =>
  events.map(({ data, metadata }) => ({ data: JSON.stringify(data), metadata: JSON.stringify(metadata) }));

describe('an answer to a subscription', () => {
  const read = answerReader(new OwnEvents());

  it('is an event with all that was stored', () => {
    const event = oneEvent();
    const expected = { ...event, stream: 'sälé-1', revision: 7, position };
    const answer = readEvent(stored(event, { stream: 'sälé-1' }));
    expect(read(bytesOf(answer))).toEqual({ position, event: expected });
  });

  it('may name its event by two numbers', () => {
    const event = oneEvent();
    const answer = readEvent(stored(event));
    const [most = 0n, least = 0n] = (event.id.replaceAll('-', '').match(/.{16}/g) ?? []).map((half) =>
      BigInt.asIntN(64, BigInt(`0x${half}`)),
    );
    const structured = new shared.UUID.Structured()
      .setMostSignificantBits(`${most}`)
      .setLeastSignificantBits(`${least}`);
    answer.getEvent()?.getEvent()?.setId(new shared.UUID().setStructured(structured));
    expect(read(bytesOf(answer))).toHaveProperty('event.id', event.id);
  });

  it('may be an event of another program, which has a position only', () => {
    const others = [
      stored(oneEvent(), { type: '$stats' }),
      stored(oneEvent(), { stream: '$settings' }),
      stored(oneEvent(), { contentType: 'application/octet-stream' }),
      stored(oneEvent(), { data: Buffer.from('{"cut') }),
      stored(oneEvent(), { metadata: Buffer.from('') }),
      stored(oneEvent(), { metadata: Buffer.from('{"at":"today"}') }),
      stored(oneEvent(), { data: Buffer.from('[1]') }),
    ];
    for (const other of others) {
      expect(read(bytesOf(readEvent(other)))).toEqual({ position, event: undefined });
    }
  });

  it('may be a mark', () => {
    const confirmation = new ReadResp.SubscriptionConfirmation().setSubscriptionId(randomUUID());
    expect(read(bytesOf(new ReadResp().setConfirmation(confirmation)))).toEqual({ mark: 'confirmed' });
    expect(read(bytesOf(new ReadResp().setCaughtUp(new ReadResp.CaughtUp())))).toEqual({ mark: 'caughtUp' });
    expect(read(bytesOf(new ReadResp().setFellBehind(new ReadResp.FellBehind())))).toEqual({ mark: 'other' });
    expect(read(bytesOf(checkpoint(2n ** 60n + 1n, 0n)))).toEqual({
      mark: 'checkpoint',
      position: { commit: 2n ** 60n + 1n, prepare: 0n },
    });
  });
});

describe('an event that this store sent', () => {
  it('is handed over as it was appended, at its place', () => {
    const own = new OwnEvents();
    const event = oneEvent();
    const stream = newStream();
    own.remember({ stream, expected: 'any', events: [event], texts: textsOf([event]) });
    const item = answerReader(own)(bytesOf(readEvent(stored(event, { stream, data: Buffer.from('{}') }))));
    expect(item).toEqual({
      position,
      event: { ...event, stream, revision: 7, position },
    });
    expect('event' in item && item.event?.data).toBe(event.data);
  });

  it('is parsed when its text was not made by the caller, or when it is long ago', () => {
    const own = new OwnEvents();
    const read = answerReader(own);
    const [first, second] = [oneEvent(), oneEvent()];
    own.remember({ stream: 'a-1', expected: 'any', events: [first] });
    own.remember({ stream: 'a-1', expected: 'any', events: [second], texts: textsOf([second]) });
    for (let n = 0; n < 2; n += 1) {
      const many = newEvents(5_000);
      own.remember({ stream: newStream(), expected: 'any', events: many, texts: textsOf(many) });
    }
    for (const event of [first, second]) {
      const item = read(bytesOf(readEvent(stored(event))));
      expect('event' in item && item.event?.data).toEqual(event.data);
      expect('event' in item && item.event?.data).not.toBe(event.data);
    }
  });
});
