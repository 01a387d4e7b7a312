/** Every language says all that English says, with the same places for values and with the plurals that it has. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Expression, parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';

const web = path.resolve(import.meta.dirname, '../../web');

interface Message {
  readonly placeholders: readonly string[];
  readonly isPlural: boolean;
}

const placeholdersIn = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].toSorted();

const messageOf = (value: Expression): Message => {
  const argument = value.type === 'CallExpression' ? value.arguments[0] : value;
  if (argument?.type === 'ObjectExpression') return { placeholders: ['count'], isPlural: true };
  if (argument?.type !== 'Literal' || typeof argument.value !== 'string') throw new Error('not a message');
  return { placeholders: placeholdersIn(argument.value), isPlural: false };
};

/** Features with their messages, as the source has them. */
const english = new Map<string, ReadonlyMap<string, Message>>();
for (const name of readdirSync(path.join(web, 'src'), { recursive: true, encoding: 'utf8' })) {
  if (!/[mM]essages\.ts$/.test(name)) continue;
  const file = path.join(web, 'src', name);
  new Visitor({
    CallExpression: ({ callee, arguments: [feature, messages] }) => {
      if (callee.type !== 'Identifier' || callee.name !== 'i18n') return;
      if (feature?.type !== 'Literal' || messages?.type !== 'ObjectExpression') return;
      const entries = messages.properties.flatMap((property) => {
        if (property.type !== 'Property') return [];
        const { key, value } = property;
        const id = key.type === 'Identifier' ? key.name : String(key.type === 'Literal' ? key.value : '');
        return [[id, messageOf(value)] as const];
      });
      english.set(String(feature.value), new Map(entries));
    },
  }).visit(parseSync(file, readFileSync(file, 'utf8')).program);
}

const features = [...english.keys()].toSorted();

describe.each(['de', 'fr', 'ar', 'hi'])('%s', (language) => {
  const plurals = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();

  it.each(features)('says all of %s', (feature) => {
    const text = readFileSync(path.join(web, 'locales', language, `${feature}.json`), 'utf8');
    const catalog = JSON.parse(text) as Readonly<Record<string, string | Record<string, string>>>;
    const messages = english.get(feature) ?? new Map<string, Message>();
    expect(Object.keys(catalog).toSorted()).toEqual([...messages.keys()].toSorted());
    for (const [id, { placeholders, isPlural }] of messages) {
      const translated = catalog[id];
      if (isPlural) expect([id, Object.keys(translated ?? {}).toSorted()]).toEqual([id, plurals]);
      else expect([id, placeholdersIn(String(translated))]).toEqual([id, placeholders]);
    }
  });
});
