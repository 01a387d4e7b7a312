/**
 * Reads one source file and says which rules of the architecture it breaks. Works on text alone, so that tests can
 * plant every kind of violation without touching the disk.
 */
import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { driversOf, type Layer, layers } from './layers.ts';

interface Place {
  /** Name of the layer: its folder, `config`, or `composition` for the other files that stand in src itself too. */
  readonly layer: string;
  /** Folder below `adapters`, when the file is in one. */
  readonly engine: string | undefined;
}

const placeOf = (file: string): Place | undefined => {
  const [root, first, second, third] = file.split('/');
  if (root !== 'src' || first === undefined) return undefined;
  if (second === undefined) {
    return { layer: first === 'config.ts' ? 'config' : 'composition', engine: undefined };
  }
  return { layer: first, engine: first === 'adapters' && third !== undefined ? second : undefined };
};

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const ownImportFault = (file: string, from: Place, specifier: string, layer: Layer): string | undefined => {
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const to = placeOf(target);
  if (to === undefined) return `imports ${target}, which is outside src`;
  if (to.layer === from.layer) {
    if (to.engine === undefined || to.engine === from.engine) return undefined;
    return `imports the adapter ${to.engine}: adapters do not know each other`;
  }
  return layer.sees.includes(to.layer)
    ? undefined
    : `imports ${target}: ${from.layer} may not see ${to.layer}`;
};

const packageFault = (from: Place, specifier: string, layer: Layer): string | undefined => {
  if (specifier.startsWith('node:')) {
    const { builtins } = layer;
    const isAllowed = builtins === true || (builtins !== false && builtins.includes(specifier));
    return isAllowed ? undefined : `imports ${specifier}: ${from.layer} does no I/O`;
  }
  const name = packageOf(specifier);
  const drivers = from.engine === undefined ? [] : driversOf[from.engine];
  if (drivers === undefined) return `is in src/adapters/${from.engine}, an engine without an entry`;
  if (layer.packages.includes(name) || drivers.includes(name)) return undefined;
  return `imports the package ${name}, which ${from.engine ?? from.layer} may not use`;
};

const silencers = /biome-ignore|@ts-(?:ignore|expect-error|nocheck)/;
const impureGlobals = new Set(['process', 'fetch', 'crypto', 'performance', 'setTimeout', 'setInterval']);

/**
 * @param file path from the project's root with forward slashes, such as `src/domain/money.ts`
 * @param text the file's content
 * @returns one line per fault, naming the file and the line; empty when all is well
 */
export const findViolations = (file: string, text: string): readonly string[] => {
  const faults: string[] = [];
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const report = (offset: number, fault: string | undefined): void => {
    if (fault !== undefined) faults.push(`${file}:${lineOf(offset)} ${fault}`);
  };

  const place = placeOf(file);
  const layer = place === undefined ? undefined : layers[place.layer];
  if (place === undefined || layer === undefined) return [`${file}:1 is in a folder that has no layer`];

  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) return [`${file}:1 cannot be parsed: ${errors[0]?.message ?? 'unknown'}`];

  for (const comment of comments) {
    if (silencers.test(comment.value)) report(comment.start, 'silences a check');
  }

  const imported = (source: { readonly value: unknown; readonly start: number }): void => {
    const specifier = source.value;
    if (typeof specifier !== 'string') return;
    const fault = specifier.startsWith('.')
      ? ownImportFault(file, place, specifier, layer)
      : packageFault(place, specifier, layer);
    report(source.start, fault);
  };
  const impure = (offset: number, what: string): void => {
    if (layer.pure) report(offset, `uses ${what}: ${place.layer} is pure`);
  };

  new Visitor({
    ImportDeclaration: (node) => imported(node.source),
    ExportAllDeclaration: (node) => imported(node.source),
    ExportNamedDeclaration: (node) => {
      if (node.source !== null) imported(node.source);
    },
    ImportExpression: (node) => {
      if (node.source.type === 'Literal') imported(node.source);
      else report(node.start, 'imports something that only running it can tell');
    },
    TSImportType: (node) => imported(node.source),
    AwaitExpression: (node) => impure(node.start, 'await'),
    ArrowFunctionExpression: (node) => {
      if (node.async) impure(node.start, 'async');
    },
    FunctionDeclaration: (node) => {
      if (node.async) impure(node.start, 'async');
    },
    FunctionExpression: (node) => {
      if (node.async) impure(node.start, 'async');
    },
    NewExpression: (node) => {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0) {
        impure(node.start, 'the clock');
      }
    },
    MemberExpression: (node) => {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
      const { name: object } = node.object;
      const { name: property } = node.property;
      if (property === 'now') impure(node.start, 'the clock');
      if (object === 'Math' && property === 'random') impure(node.start, 'randomness');
      if (impureGlobals.has(object)) impure(node.start, object);
    },
    CallExpression: (node) => {
      if (node.callee.type === 'Identifier' && impureGlobals.has(node.callee.name)) {
        impure(node.start, node.callee.name);
      }
    },
  }).visit(program);
  return faults;
};
