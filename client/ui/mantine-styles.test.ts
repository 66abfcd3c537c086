/** Every component of Mantine that a screen uses has its styles, and those of what it is built of, where that screen is loaded. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const client = join(process.cwd(), 'client');
const mantine = join(process.cwd(), 'node_modules/@mantine/core');
/** loaded when they are first opened */
const isPage = (file: string) => /features\/(settings|floor)\/|pages\/(Settings|Floor)/.test(file);

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(path) && !/\.test\./.test(path) ? [path] : [];
  });
}

function componentsOf(file: string): string[] {
  const imports = readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from '@mantine\/core'/g);
  return [...imports].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => /^[A-Z]/.test(name)),
  );
}

/** The style files of a component and of everything it imports. */
function stylesOf(module: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(module) || !existsSync(module)) return found;
  seen.add(module);
  for (const [, path = ''] of readFileSync(module, 'utf8').matchAll(/from\s*"(\.[^"]+)"/g)) {
    const file = resolve(dirname(module), path);
    const style = /^(.+)\.module(\.css)?\.mjs$/.exec(basename(file))?.[1];
    if (style) found.add(style);
    else for (const one of stylesOf(file, seen)) found.add(one);
  }
  return found;
}

const listed = (name: string): string[] =>
  [...readFileSync(join(client, 'ui', name), 'utf8').matchAll(/@mantine\/core\/styles\/(\w+)\.layer\.css/g)].map(
    ([, style = '']) => style,
  );
const always = new Set(listed('mantine-styles.ts'));
const onPages = new Set([...always, ...listed('mantine-styles-pages.ts')]);

const uses = [...sources(join(client, 'console')), ...sources(join(client, 'ui'))].flatMap((file) =>
  componentsOf(file).map((component) => ({ file, component })),
);

test('every component used is styled, on the pages that are loaded later and on the others', () => {
  const missing = uses.flatMap(({ file, component }) => {
    const needed = stylesOf(join(mantine, 'esm/components', component, `${component}.mjs`));
    const given = isPage(file) ? onPages : always;
    return [...needed].filter((style) => !given.has(style)).map((style) => `${style} for ${component} in ${file}`);
  });
  // The theme only sets what they look like where they are used.
  expect(missing.filter((line) => !line.endsWith('client/ui/theme.ts'))).toEqual([]);
});

test('nothing is loaded twice, and every file exists', () => {
  const all = [...listed('mantine-styles.ts'), ...listed('mantine-styles-pages.ts')];
  expect(all.filter((style, at) => all.indexOf(style) !== at)).toEqual([]);
  expect(all.filter((style) => !existsSync(join(mantine, 'styles', `${style}.layer.css`)))).toEqual([]);
});
