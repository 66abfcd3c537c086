/** Builds the page of mail that was kept instead of sent to dist/client/outbox; the server serves it at /outbox and its assets below. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'client/outbox',
  base: '/outbox/',
  publicDir: false,
  build: {
    outDir: '../../dist/client/outbox',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
  },
});
