/** Builds the widget's framed app to dist/client/widget; its page is served by the server, its hashed assets under /widget-assets. */
import { defineConfig, type Plugin } from 'vite';

/** Vite's helper preloads styles of lazy chunks; ours have none, so a bare import does and saves a kilobyte. */
function importPlainly(): Plugin {
  return {
    name: 'import-plainly',
    enforce: 'pre',
    load: (id) => (id.includes('vite/preload-helper') ? 'export const __vitePreload = (load) => load();' : null),
  };
}

/** The transports are web sockets and polling; the third one is not offered, so its code is left out. */
function leaveOutWebTransport(): Plugin {
  return {
    name: 'leave-out-webtransport',
    enforce: 'pre',
    load: (id) => (/engine\.io-client\/.*\/webtransport\.js$/.test(id) ? 'export class WT {}' : null),
  };
}

const USED = /var\((--pl-[a-z0-9-]+)/g;

/** The design's tokens are shared with the console; those that the widget never uses are left out of its styles. */
function dropUnusedTokens(): Plugin {
  return {
    name: 'drop-unused-tokens',
    enforce: 'post',
    generateBundle(_options, bundle) {
      // Parts that are loaded later bring their styles in their code.
      const code = Object.values(bundle).map((part) => (part.type === 'chunk' ? part.code : ''));
      const inCode = Array.from(code.join('').matchAll(USED), ([, name]) => name);
      for (const asset of Object.values(bundle)) {
        if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue;
        let css = String(asset.source);
        for (let before = ''; before !== css; ) {
          before = css;
          const used = new Set([...inCode, ...Array.from(css.matchAll(USED), ([, name]) => name)]);
          css = css.replace(/(--pl-[a-z0-9-]+):[^;}]*(;|(?=\}))/g, (all, name) => (used.has(name) ? all : ''));
        }
        asset.source = css;
      }
    },
  };
}

export default defineConfig({
  root: 'client/widget',
  base: '/widget-assets/',
  publicDir: false,
  plugins: [importPlainly(), leaveOutWebTransport(), dropUnusedTokens()],
  build: {
    outDir: '../../dist/client/widget',
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    // Nothing inline, so that the page's policy can stay at 'self'.
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
  },
});
