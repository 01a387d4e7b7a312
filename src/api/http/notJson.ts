const blank = /[ \t\n\r]*/y;
const token =
  /[{}[\]:,]|"(?:[ !#-[\]-\u{10ffff}]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null/uy;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or close' | 'end';

const matchAt = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
};

/** The offset of the first token that no JSON text has there, the length of a text that breaks off; undefined for JSON. */
export const jsonFaultAt = (text: string): number | undefined => {
  const open: string[] = [];
  let expected: Expected = 'value';
  for (let at = 0; ; ) {
    at += matchAt(blank, text, at)?.length ?? 0;
    if (at >= text.length) return expected === 'end' ? undefined : at;
    const found = matchAt(token, text, at);
    if (found === undefined) return at;
    const next = after(found, expected, open);
    if (next === undefined) return at;
    expected = next;
    at += found.length;
  }
};

const whenEmpty: ReadonlyMap<string, Expected> = new Map([
  ['{', 'key or }'],
  ['[', 'value or ]'],
]);
const openerOf: ReadonlyMap<string, string> = new Map([
  ['}', '{'],
  [']', '['],
]);

const afterValue = (open: readonly string[]): Expected => (open.length === 0 ? 'end' : ', or close');

const afterOpening = (found: string, isValueDue: boolean, open: string[]): Expected | undefined => {
  if (!isValueDue) return undefined;
  open.push(found);
  return whenEmpty.get(found);
};

const afterClosing = (opener: string, expected: Expected, open: string[]): Expected | undefined => {
  const mayClose = expected === ', or close' || expected === whenEmpty.get(opener);
  return mayClose && open.pop() === opener ? afterValue(open) : undefined;
};

/** What is expected after the token; undefined when it was not expected itself. */
const after = (found: string, expected: Expected, open: string[]): Expected | undefined => {
  const isValueDue = expected === 'value' || expected === 'value or ]';
  if (whenEmpty.has(found)) return afterOpening(found, isValueDue, open);
  const opener = openerOf.get(found);
  if (opener !== undefined) return afterClosing(opener, expected, open);
  if (found === ':') return expected === ':' ? 'value' : undefined;
  if (found === ',') {
    if (expected !== ', or close') return undefined;
    return open.at(-1) === '{' ? 'key' : 'value';
  }
  if (isValueDue) return afterValue(open);
  return found.startsWith('"') && (expected === 'key' || expected === 'key or }') ? ':' : undefined;
};

/** Why a body was not taken as JSON, with the place, which an editor shows too. */
export const notJson = (text: string): string => {
  const at = jsonFaultAt(text);
  if (at === undefined) return 'the request is malformed';
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `not valid JSON at line ${before.length}, column ${column}`;
};
