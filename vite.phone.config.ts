/** Builds the handset page of the simulated telephone network to dist/client/phone; the server serves it at /phone and its assets below. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'client/phone',
  base: '/phone/',
  publicDir: false,
  build: {
    outDir: '../../dist/client/phone',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
  },
});
