/** Names come in any script: a font is opened when a text needs it, and a missing package costs its script only. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font, type FontCollection } from 'fontkit';
import { unpackWoff } from './unpackWoff.ts';

export type Weight = 'regular' | 'bold';

export interface Face {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly font: Font;
}

export interface FontStack {
  /** The first face with every character, else one that shows a box for the missing. */
  faceFor(text: string, weight: Weight): Face;
  shows(face: Face, text: string): boolean;
}

class TypefaceMissing extends Error {
  override readonly name = 'TypefaceMissing';
}

const notoScripts = [
  'latin',
  'latin-ext',
  'cyrillic',
  'cyrillic-ext',
  'greek',
  'greek-ext',
  'vietnamese',
  'devanagari',
];

/** Each has a package of its own, which is opened only for a text in that script. */
const ownPackages: Readonly<Record<string, RegExp>> = {
  bengali: /\p{Script=Bengali}/u,
  ethiopic: /\p{Script=Ethiopic}/u,
  kannada: /\p{Script=Kannada}/u,
  khmer: /\p{Script=Khmer}/u,
  myanmar: /\p{Script=Myanmar}/u,
  oriya: /\p{Script=Oriya}/u,
  sinhala: /\p{Script=Sinhala}/u,
  tamil: /\p{Script=Tamil}/u,
  telugu: /\p{Script=Telugu}/u,
  thai: /\p{Script=Thai}/u,
};

const filesOfPackages = (weight: 400 | 700): readonly string[] =>
  Object.keys(ownPackages).map(
    (script) => `@fontsource/noto-sans-${script}/files/noto-sans-${script}-${script}-${weight}-normal.woff`,
  );

/** In order of preference. DejaVu has Arabic, Hebrew, Armenian, Georgian and many symbols. */
const filesOf: Readonly<Record<Weight, readonly string[]>> = {
  regular: [
    ...notoScripts.map((script) => `@fontsource/noto-sans/files/noto-sans-${script}-400-normal.woff`),
    'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
    ...filesOfPackages(400),
    '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff',
    '@fontsource/nanum-gothic/files/nanum-gothic-korean-400-normal.woff',
  ],
  bold: [
    ...notoScripts.map((script) => `@fontsource/noto-sans/files/noto-sans-${script}-700-normal.woff`),
    'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
    ...filesOfPackages(700),
    '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-700-normal.woff',
    '@fontsource/nanum-gothic/files/nanum-gothic-korean-700-normal.woff',
  ],
};

const { resolve } = createRequire(import.meta.url);

const isSingle = (opened: Font | FontCollection): opened is Font => 'layout' in opened;

const openFace = (name: string): Face | undefined => {
  try {
    const bytes = unpackWoff(readFileSync(resolve(name)));
    const opened = create(bytes);
    return isSingle(opened) ? { name, bytes, font: opened } : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined;
    throw new TypefaceMissing(`cannot read the typeface ${name}`, { cause: error });
  }
};

/** Joiners and variation selectors may be left out where a font lacks them. */
const invisible = /\u200c|\u200d|[\ufe00-\ufe0f]/u;

const shows = ({ font }: Face, text: string): boolean => {
  for (const character of text) {
    if (invisible.test(character)) continue;
    if (!font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) return false;
  }
  return true;
};

const mayShow = (name: string, text: string): boolean => {
  const [, script = ''] = /^@fontsource\/noto-sans-([a-z]+)\//.exec(name) ?? [];
  return ownPackages[script]?.test(text) ?? true;
};

export const openFontStack = (): FontStack => {
  const opened = new Map<string, Face | undefined>();
  const faceOf = (name: string): Face | undefined => {
    if (!opened.has(name)) opened.set(name, openFace(name));
    return opened.get(name);
  };
  return {
    shows,
    faceFor: (text, weight) => {
      for (const name of filesOf[weight]) {
        const face = mayShow(name, text) ? faceOf(name) : undefined;
        if (face !== undefined && shows(face, text)) return face;
      }
      const first = filesOf[weight][0] ?? '';
      const face = faceOf(first);
      if (face === undefined) throw new TypefaceMissing(`the typeface ${first} is not installed`);
      return face;
    },
  };
};
