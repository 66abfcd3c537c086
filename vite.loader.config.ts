/** Builds the widget's loader: one classic script without imports, at a name that never changes. */
import { defineConfig } from 'vite';

export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2020',
    outDir: 'dist/client/loader',
    emptyOutDir: true,
    copyPublicDir: false,
    lib: {
      entry: 'client/widget/loader/main.ts',
      name: 'parleyLoader',
      formats: ['iife'],
      fileName: () => 'widget.js',
    },
  },
});
