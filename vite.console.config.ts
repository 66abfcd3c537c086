/** Builds the console to dist/client/console; hashed assets under /assets, routes split from the entry. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { emojiData } from './scripts/lib/emoji.mjs';

export default defineConfig({
  root: 'client/console',
  base: '/',
  plugins: [react(), emojiData()],
  build: {
    outDir: '../../dist/client/console',
    emptyOutDir: true,
    // Scripts are never inlined, so that the page's policy can stay script-src 'self'.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    target: 'es2022',
  },
  server: {
    port: 5173,
    proxy: {
      '/api': 'http://127.0.0.1:3000',
      '/files': 'http://127.0.0.1:3000',
      '/socket': { target: 'http://127.0.0.1:3000', ws: true },
    },
  },
});
