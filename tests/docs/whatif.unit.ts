import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { tellExample } from '../../scripts/whatif/example.ts';

it('docs/whatif.md shows what the command answers', async () => {
  const page = await readFile(path.resolve(import.meta.dirname, '../../docs/whatif.md'), 'utf8');
  const { text } = await tellExample();
  expect(page).toContain(`<!-- example -->\n\`\`\`\n${text}\n\`\`\``);
});
