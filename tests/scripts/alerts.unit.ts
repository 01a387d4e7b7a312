/** The alert rules ask for metrics that the program has. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '../..');
const rulesSchema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Marquee[A-Za-z]+$/),
          expr: z.string(),
          for: z.string().optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.strictObject({ summary: z.string(), description: z.string() }),
        }),
      ),
    }),
  ),
});

const source = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join(root, 'src', name), 'utf8'))
  .join('\n');

it('name only metrics of the program, each rule once', () => {
  const { groups } = rulesSchema.parse(parse(readFileSync(path.join(root, 'deploy/alerts.yml'), 'utf8')));
  const rules = groups.flatMap((group) => group.rules);
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  const named = rules.flatMap(({ expr }) => expr.match(/marquee_[a-z_]+/g) ?? []);
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => !source.includes(`'${name}'`))).toEqual([]);
  const forPeople = ['snapshot_failures_total', 'stuck_payments', 'refunds_by_hand_total', 'parked_messages'];
  expect(forPeople.filter((name) => !named.includes(`marquee_${name}`))).toEqual([]);
});
