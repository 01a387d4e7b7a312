import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFaultAt, notJson } from '../../../src/api/http/notJson.ts';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

it('says where a text stops being JSON', () => {
  const faults = [
    ['', 0],
    ['{"zones": [ {"position": } ] }', 25],
    ['[1, 2,]', 6],
    ['{"a": 1} x', 9],
    ['{"a": 1,\n "b": "open', 15],
    ['{"a": tru}', 6],
    ['{"a" 1}', 5],
    ['{1: 2}', 1],
    ['{"a": [1}', 8],
    ['{"a": [1, {"b": 2', 17],
    ['"a\nb"', 0],
    ['01', 1],
  ] as const;
  for (const [text, at] of faults) expect([text, jsonFaultAt(text)]).toEqual([text, at]);
  expect(notJson('{\n  "name": "Screen 1",\n  "zones": [}\n')).toBe('not valid JSON at line 3, column 13');
});

it('agrees with the parser on what JSON is, after any cut, insertion or exchange', () => {
  const edit = fc.record({
    at: fc.nat(200),
    cut: fc.nat(3),
    put: fc.constantFrom('', ',', '}', ']', '"', ':', '1', 'x', '\n', '\\', '-'),
  });
  fc.assert(
    fc.property(fc.json(), fc.option(edit), (json, change) => {
      const text =
        change === null ? json : json.slice(0, change.at) + change.put + json.slice(change.at + change.cut);
      expect(jsonFaultAt(text) === undefined).toBe(isJson(text));
    }),
    { numRuns: 2_000 },
  );
});
