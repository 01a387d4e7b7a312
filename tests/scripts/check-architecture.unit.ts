/** Every rule of the import check is broken once here, so that the check is known to be able to fail. */
import { describe, expect, it } from 'vitest';
import { findViolations } from '../../scripts/architecture/findViolations.ts';

const faultsOf = findViolations;

describe('imports point inwards', () => {
  it.each([
    ['the domain its own folders', 'src/domain/showtime/events.ts', "import { z } from '../money.ts';"],
    ['the domain zod', 'src/domain/money.ts', "import { z } from 'zod';"],
    ['audit its own files', 'src/audit/Audit.ts', "import type { A } from './Bookings.ts';"],
    ['ports the domain', 'src/ports/Clock.ts', "import type { A } from '../domain/decider.ts';"],
    ['the api commands', 'src/api/holds.ts', "import type { A } from '../commands/Outcome.ts';"],
    ['an adapter its driver', 'src/adapters/postgres/log.ts', "import pg from 'pg';"],
    ['an adapter what adapters share', 'src/adapters/postgres/log.ts', "import { a } from '../checks.ts';"],
    ['the composition root all', 'src/compose.ts', "import { a } from './adapters/postgres/log.ts';"],
  ])('lets %s', (_what, file, code) => {
    expect(faultsOf(file, code)).toEqual([]);
  });

  it.each([
    [
      'domain → ports',
      'src/domain/money.ts',
      "import type { A } from '../ports/Clock.ts';",
      'may not see ports',
    ],
    [
      'domain → commands',
      'src/domain/a/b.ts',
      "export * from '../../commands/c.ts';",
      'may not see commands',
    ],
    ['domain → a driver', 'src/domain/money.ts', "import pg from 'pg';", 'package pg'],
    ['domain → node', 'src/domain/money.ts', "import fs from 'node:fs';", 'does no I/O'],
    ['ports → adapters', 'src/ports/a.ts', "import { a } from '../adapters/b.ts';", 'may not see adapters'],
    ['commands → api', 'src/commands/a.ts', "export { a } from '../api/b.ts';", 'may not see api'],
    [
      'audit → domain',
      'src/audit/Audit.ts',
      "import { showtimeDecider } from '../domain/showtime/showtimeDecider.ts';",
      'imports src/domain/showtime/showtimeDecider.ts: audit may not see domain',
    ],
    [
      'audit → projections',
      'src/audit/Audit.ts',
      "import { evolveSeats } from '../projections/availability/evolveStanding.ts';",
      'imports src/projections/availability/evolveStanding.ts: audit may not see projections',
    ],
    [
      'projections → commands',
      'src/projections/a/b.ts',
      "import '../../commands/b.ts';",
      'may not see commands',
    ],
    ['api → adapters', 'src/api/a.ts', "const a = await import('../adapters/b.ts');", 'may not see adapters'],
    ['api → a driver', 'src/api/a.ts', "type P = import('pg').Pool;", 'package pg'],
    [
      'api → processes',
      'src/api/a.ts',
      "import type { A } from '../processes/b.ts';",
      'may not see processes',
    ],
    [
      'adapter → commands',
      'src/adapters/postgres/a.ts',
      "import '../../commands/b.ts';",
      'may not see commands',
    ],
    ['adapter → adapter', 'src/adapters/postgres/a.ts', "import '../memory/b.ts';", 'do not know each other'],
    ['adapter → other driver', 'src/adapters/memory/a.ts', "import pg from 'pg';", 'package pg'],
    ['src → tests', 'src/api/a.ts', "import '../../tests/support/b.ts';", 'outside src'],
    ['a computed import', 'src/api/a.ts', 'const a = await import(name);', 'only running it can tell'],
    ['a scoped subpath', 'src/domain/a.ts', "import '@eventstore/db-client/x';", '@eventstore/db-client,'],
    ['an unknown engine', 'src/adapters/oracle/a.ts', "import 'oracle';", 'an engine without an entry'],
    ['api → the composition', 'src/api/a.ts', "import '../compose.ts';", 'may not see composition'],
    ['config → ports', 'src/config.ts', "import './ports/a.ts';", 'may not see ports'],
    ['an unknown folder', 'src/helpers/a.ts', 'export const a = 1;', 'no layer'],
  ])('refuses %s', (_what, file, code, fault) => {
    expect(faultsOf(file, code)).toEqual([expect.stringContaining(fault)]);
  });
});

describe('the domain is pure', () => {
  it.each([
    ['a clock', 'const a = Date.now();'],
    ['a clock by constructor', 'const a = new Date();'],
    ["a library's clock", 'const a = DateTime.now();'],
    ['randomness', 'const a = Math.random();'],
    ['an async arrow', 'const a = async () => 1;'],
    ['an async function', 'async function a() {}'],
    ['an async method', 'class A { async b() {} }'],
    ['await', 'await a;'],
    ['the environment', 'const a = process.env.HOME;'],
    ['a timer', 'setTimeout(a, 1);'],
    ['the network', 'fetch(a);'],
  ])('without %s', (_what, code) => {
    expect(faultsOf('src/domain/a.ts', code)).toEqual([expect.stringContaining('is pure')]);
    expect(faultsOf('src/commands/a.ts', code)).toEqual([]);
  });

  it('may read an instant that it was given', () => {
    expect(faultsOf('src/domain/a.ts', 'const a = new Date(nowMs);')).toEqual([]);
  });
});

describe('every file', () => {
  it.each(['@ts-ignore', '@ts-expect-error', '@ts-nocheck', 'biome-ignore'])(
    'lives without %s',
    (silencer) => {
      expect(faultsOf('src/domain/a.ts', `// ${silencer}: why`)).toEqual([
        'src/domain/a.ts:1 silences a check',
      ]);
    },
  );

  it('can be parsed', () => {
    expect(faultsOf('src/domain/a.ts', 'const =')).toEqual([expect.stringContaining('cannot be parsed')]);
  });
});
