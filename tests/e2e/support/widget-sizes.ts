/** What the built widget weighs on the wire: gzip bytes before the first click, and until the first message is sent (in English). */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface WidgetSizes {
  /** gzip bytes by file, relative to the client's folder */
  files: Record<string, number>;
  loader: number;
  /** loader, page, app, styles and socket client; languages and parts that come later are left out */
  toFirstMessage: number;
}

/** The page's own files, whatever those import statically, and the socket client. */
async function listFirst(folder: string): Promise<string[]> {
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  const named = Array.from(page.matchAll(/widget-assets\/assets\/([^"]+)"/g), ([, name]) => name ?? '');
  const socket = (await readdir(join(folder, 'assets'))).filter((name) => /^socket-client.*\.js$/.test(name));
  const found = new Set([...named, ...socket]);
  for (const name of found) {
    if (!name.endsWith('.js')) continue;
    const code = await readFile(join(folder, 'assets', name), 'utf8');
    for (const [, other] of code.matchAll(/from"\.\/([^"]+)"/g)) if (other && !named.includes(other)) found.add(other);
  }
  return [...found];
}

/** `clientDir`: dist/client, built. */
export async function measureWidget(clientDir: string): Promise<WidgetSizes> {
  const assets = await listFirst(join(clientDir, 'widget'));
  const names = ['loader/widget.js', 'widget/index.html', ...assets.map((name) => `widget/assets/${name}`)];
  const sizes = names.map(async (name) => [name, gzipSync(await readFile(join(clientDir, name)), { level: 9 }).length]);
  const files: Record<string, number> = Object.fromEntries(await Promise.all(sizes));
  const toFirstMessage = Object.values(files).reduce((sum, size) => sum + size, 0);
  return { files, loader: files['loader/widget.js'] ?? 0, toFirstMessage };
}
