/** Builds the demo shop to dist/client/shop; the server serves its page at /shop and its assets below. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'client/shop',
  base: '/shop/',
  publicDir: false,
  build: {
    outDir: '../../dist/client/shop',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
  },
});
