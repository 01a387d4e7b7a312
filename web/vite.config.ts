import { join } from 'node:path';
import { defineConfig } from 'vite';
import { chunkGroups } from './build/chunkGroups.ts';
import { compressFiles } from './build/compressFiles.ts';
import { gateFiles } from './build/gateFiles.ts';
import { writePageList } from './build/writePageList.ts';

const api = `http://127.0.0.1:${process.env.PORT ?? 3000}`;

export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // Small files as data URLs would need a looser policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        'gate-worker': join(import.meta.dirname, 'src/gate-worker.ts'),
      },
      // A worker's address must not change.
      output: {
        codeSplitting: { groups: chunkGroups },
        entryFileNames: ({ name }) => (name === 'gate-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '^/(v1|health|metrics|docs|openapi\\.json|problems|checkpoint|tile)(/|$)': api },
  },
  plugins: [writePageList(), gateFiles(), compressFiles()],
});
