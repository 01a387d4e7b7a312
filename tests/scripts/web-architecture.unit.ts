/** Every rule of the pages' imports is broken once here. */
import { expect, it } from 'vitest';
import { webFaults } from '../../scripts/architecture/webFaults.ts';

const film = 'web/src/features/film/FilmPage.tsx';
const shared = 'web/src/shared/ui/Button.tsx';

it.each([
  ['the entry the app', 'web/src/main.tsx', "import { App } from './app/App.tsx';"],
  ['the app a feature', 'web/src/app/routes.ts', "const p = import('../features/film/FilmPage.tsx');"],
  ['a feature what is shared', film, "import { Button } from '../../shared/ui/Button.tsx';"],
  ['a feature its own files', film, "import { a } from './useFilm.ts';"],
  ['a feature hooks', film, "import { useState } from 'preact/hooks';"],
])('lets %s import', (_what, file, code) => {
  expect(webFaults(file, code)).toEqual([]);
});

it.each([
  ['feature → feature', film, "import { a } from '../seats/a.ts';", 'features do not know each other'],
  ['feature → feature, by type', film, "type A = import('../seats/a.ts').A;", 'do not know each other'],
  ['feature → app', film, "import { pages } from '../../app/pages.ts';", 'may not see app'],
  ['shared → feature', shared, "const a = import('../../features/film/a.ts');", 'may not see features'],
  ['web → src', film, "import { a } from '../../../../src/domain/money.ts';", 'outside web/src'],
  ['a package nobody named', film, "import 'left-pad';", 'package left-pad'],
  ['a computed import', film, 'const a = import(name);', 'only running it can tell'],
  ['an unknown folder', 'web/src/helpers/a.ts', '', 'no rule'],
])('refuses %s', (_what, file, code, fault) => {
  const faults = webFaults(file, code);
  expect(faults).toHaveLength(1);
  expect(faults[0]).toContain(fault);
});
