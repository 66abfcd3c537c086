/** The emoji picker's data, cut to what it reads, as files of the console's build: nothing is fetched from elsewhere. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const languages = ['en', 'zh'];
const kept = ['emoji', 'label', 'tags', 'group', 'subgroup', 'order', 'version', 'emoticon'];

const pick = (emoji) => ({
  ...Object.fromEntries(kept.flatMap((field) => (field in emoji ? [[field, emoji[field]]] : []))),
  ...(emoji.skins
    ? { skins: emoji.skins.map(({ emoji: skin, tone, version }) => ({ emoji: skin, tone, version })) }
    : {}),
});

async function read(name) {
  return JSON.parse(await readFile(require.resolve(`emojibase-data/${name}`), 'utf8'));
}

/** For vite: writes emoji/<language>/data.json and messages.json. */
export function emojiData() {
  return {
    name: 'emoji-data',
    apply: 'build',
    async generateBundle() {
      for (const language of languages) {
        const files = {
          data: (await read(`${language}/data.json`)).map(pick),
          messages: await read(`${language}/messages.json`),
        };
        for (const [name, content] of Object.entries(files)) {
          this.emitFile({ type: 'asset', fileName: `emoji/${language}/${name}.json`, source: JSON.stringify(content) });
        }
      }
    },
  };
}
