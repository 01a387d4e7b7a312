/** The rule of the pages: app sees features, features see what is shared and never each other, shared sees neither. */
import path from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

const page = ['preact', 'wouter-preact', '@tanstack/preact-query', '@nanostores/preact', '@nanostores/i18n'];
const packages: Readonly<Record<string, readonly string[]>> = {
  app: page,
  features: [
    ...page,
    'nanostores',
    'idb-keyval',
    'jose',
    'qr',
    '@simplewebauthn/browser',
    '@stripe/stripe-js',
  ],
  shared: [...page, 'nanostores', 'openapi-fetch', 'eventsource-parser', 'altcha-lib', 'uplot'],
};

interface Place {
  readonly part: string;
  readonly feature: string | undefined;
}

/** The entry, which stands in `web/src` itself, is of the app. */
const placeOf = (file: string): Place | undefined => {
  const [root, source, part, feature, rest] = file.split('/');
  if (root !== 'web' || source !== 'src' || part === undefined) return undefined;
  if (feature === undefined) return { part: 'app', feature: undefined };
  return { part, feature: part === 'features' && rest !== undefined ? feature : undefined };
};

const seen: Readonly<Record<string, readonly string[]>> = {
  app: ['app', 'features', 'shared'],
  features: ['features', 'shared'],
  shared: ['shared'],
};

const ownFault = (file: string, from: Place, specifier: string): string | undefined => {
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const to = placeOf(target);
  if (to === undefined) return `imports ${target}, which is outside web/src`;
  if (seen[from.part]?.includes(to.part) !== true)
    return `imports ${target}: ${from.part} may not see ${to.part}`;
  if (from.part === 'features' && to.part === 'features' && from.feature !== to.feature) {
    return `imports the feature ${to.feature}: features do not know each other`;
  }
  return undefined;
};

const packageFault = ({ part }: Place, specifier: string): string | undefined => {
  const names = packages[part] ?? [];
  const isKnown = names.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  const isStyle = part === 'app' && specifier.endsWith('.css');
  return isKnown || isStyle ? undefined : `imports the package ${specifier}, which ${part} may not use`;
};

/**
 * @param file path from the project's root, such as `web/src/features/film/FilmPage.tsx`
 * @returns one line per fault; empty when all is well
 */
export const webFaults = (file: string, text: string): readonly string[] => {
  const place = placeOf(file);
  if (place === undefined || seen[place.part] === undefined)
    return [`${file} is in a folder that has no rule`];
  const faults: string[] = [];
  const imported = (source: { readonly value: unknown }): void => {
    if (typeof source.value !== 'string') return;
    const fault = source.value.startsWith('.')
      ? ownFault(file, place, source.value)
      : packageFault(place, source.value);
    if (fault !== undefined) faults.push(`${file} ${fault}`);
  };
  new Visitor({
    ImportDeclaration: ({ source }) => imported(source),
    ExportAllDeclaration: ({ source }) => imported(source),
    ExportNamedDeclaration: ({ source }) => {
      if (source !== null) imported(source);
    },
    ImportExpression: ({ source }) => {
      if (source.type === 'Literal') imported(source);
      else faults.push(`${file} imports something that only running it can tell`);
    },
    TSImportType: ({ source }) => imported(source),
  }).visit(parseSync(file, text).program);
  return faults;
};
