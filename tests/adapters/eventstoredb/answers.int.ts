/**
 * The in-process EventStoreDB answers as a real one did, so that what is tested against it holds in earnest. With
 * `EVENTSTORE_URL` the same questions are put to that server, to see whether the measured answers still hold.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { startFakeEventStoreDb } from '../../support/eventstoredb/FakeEventStoreDb.ts';
import { probe } from '../../support/eventstoredb/probes.ts';
import measured from './measuredAnswers.json' with { type: 'json' };

const expected: Readonly<Record<string, unknown>> = measured.answers;

const answersOf = (server: string, ask: () => Promise<ReadonlyMap<string, unknown>>): void => {
  describe(`${server} answers as ${measured.provenance}:`, () => {
    let answers: ReadonlyMap<string, unknown>;
    beforeAll(async () => {
      answers = await ask();
    });
    it('to every question', () => expect([...answers.keys()]).toEqual(Object.keys(expected)));
    for (const [label, answer] of Object.entries(expected)) {
      it(label, () => expect(answers.get(label)).toEqual(answer));
    }
  });
};

answersOf('the in-process server', async () => {
  const fake = await startFakeEventStoreDb();
  try {
    return await probe(fake.connectionString);
  } finally {
    fake.stop();
  }
});

const connectionString = process.env.EVENTSTORE_URL;
if (connectionString) answersOf('the real server', () => probe(connectionString));
