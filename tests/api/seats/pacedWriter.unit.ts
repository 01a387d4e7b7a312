/** One text for many readers: at once for few, in portions and together for many, to none twice. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openPacedWriter, type PacedWriter, type Sink } from '../../../src/api/seats/pacedWriter.ts';

const bufferBytesMax = 1_000;
const sink = () => ({
  ...{ writableLength: 0, text: '', ended: '' },
  write(bytes: Buffer) {
    this.text += bytes.toString();
  },
  destroy() {
    this.ended = 'by force';
  },
});
type TestSink = ReturnType<typeof sink> & Sink;

let writer: PacedWriter<TestSink>;
const addSinks = (count: number): readonly TestSink[] => {
  const made = Array.from({ length: count }, sink);
  for (const each of made) writer.add(each);
  return made;
};
const texts = (sinks: readonly TestSink[]): readonly string[] => [...new Set(sinks.map(({ text }) => text))];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate', 'performance'] });
  writer = openPacedWriter(bufferBytesMax);
});
afterEach(() => vi.useRealTimers());

it('writes at once what comes first, and what comes soon after it together', async () => {
  const sinks = addSinks(1_000);
  writer.put(Buffer.from('a'));
  await vi.advanceTimersByTimeAsync(20);
  expect(texts(sinks)).toEqual(['a']);
  for (const letter of ['b', 'c']) writer.put(Buffer.from(letter));
  await vi.advanceTimersByTimeAsync(70);
  expect(texts(sinks)).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(60);
  expect(texts(sinks)).toEqual(['abc']);
});

it('looks up from its work between portions, and writes nothing that came before a reader to it', () => {
  const sinks = addSinks(250);
  writer.put(Buffer.from('a'));
  vi.advanceTimersToNextTimer();
  expect(sinks.filter(({ text }) => text === 'a')).toHaveLength(100);
  writer.put(Buffer.from('b'));
  const [late] = addSinks(1);
  writer.put(Buffer.from('c'));
  vi.runAllTimers();
  expect([texts(sinks), late?.text]).toEqual([['abc'], 'c']);
});

it('destroys who does not read, and writes no more to who has left', () => {
  const [slow, quick, gone] = addSinks(3);
  if (slow === undefined || gone === undefined) throw new Error('no sinks');
  slow.writableLength = bufferBytesMax + 1;
  writer.put(Buffer.from('a'));
  writer.delete(gone);
  vi.runAllTimers();
  expect([slow.ended, slow.text, quick?.text, gone.text, writer.size]).toEqual(['by force', '', 'a', '', 2]);
});

it('writes what is left before it ends all', () => {
  const sinks = addSinks(2);
  const ended: string[] = [];
  writer.put(Buffer.from('a'));
  writer.close(({ text }) => ended.push(text));
  vi.runAllTimers();
  expect([ended, texts(sinks), writer.size]).toEqual([['a', 'a'], ['a'], 0]);
});
