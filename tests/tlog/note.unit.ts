import { describe, expect, it } from 'vitest';
import { leafHash } from '../../src/tlog/merkle.ts';
import {
  checkpointText,
  cosignature,
  parseCheckpoint,
  parseNote,
  parseVerifier,
  signaturesBy,
  signedCheckpoint,
  verifierText,
} from '../../src/tlog/note.ts';
import { signerOf } from './signers.ts';

const log = signerOf('cinema.example/log', 1);
const witness = signerOf('witness.example/w1', 2, 'cosignature');
const head = { origin: log.name, size: 12, root: leafHash('x') };
const note = signedCheckpoint(head, log);

const opened = (text: string) => {
  const found = parseNote(text);
  if (found === undefined) throw new Error('no note');
  return found;
};

describe('a signed checkpoint', () => {
  it('says what was signed and by whom', () => {
    const found = opened(note);
    expect(found.text).toBe(checkpointText(head));
    expect(parseCheckpoint(found.text)).toEqual({ ...head, root: Buffer.from(head.root) });
    expect(signaturesBy(found, log)?.length).toBe(1);
  });

  it('is refused when it was altered, or signed by another key of the same name', () => {
    expect(signaturesBy(opened(note.replace('\n12\n', '\n13\n')), log)).toBe(undefined);
    expect(signaturesBy(opened(note), signerOf(log.name, 9))).toBe(undefined);
    const foreign = signedCheckpoint(head, signerOf(log.name, 9));
    expect(signaturesBy(opened(foreign), log)).toBe(undefined);
  });

  it('takes a cosignature, whose time is part of what is signed', () => {
    const line = cosignature(checkpointText(head), 1_700_000_000, witness);
    const both = opened(note + line);
    expect(signaturesBy(both, witness)?.map((each) => each.line)).toEqual([line]);
    expect(signaturesBy(both, log)?.length).toBe(1);
    const later = cosignature(checkpointText(head), 1_700_000_001, witness);
    expect(later).not.toBe(line);
  });

  it('is no note with a line that is no signature, or without an end', () => {
    expect(parseNote(`${note}nothing\n`)).toBe(undefined);
    expect(parseNote(note.slice(0, -1))).toBe(undefined);
    expect(parseNote('no note')).toBe(undefined);
  });
});

describe('the text of a verifier', () => {
  it('is read again, and refused with another id, name or key', () => {
    for (const each of [log, witness]) {
      const text = verifierText(each);
      expect(parseVerifier(text)).toEqual({ name: each.name, type: each.type, key: Buffer.from(each.key) });
      expect(parseVerifier(text.replace('example', 'elsewhere'))).toBe(undefined);
    }
    expect(parseVerifier('a+b+c')).toBe(undefined);
  });
});
