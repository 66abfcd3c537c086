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

const first = /^(index|socket-client|style)-.*\.(js|css)$/;

/** `clientDir`: dist/client, built. */
export async function measureWidget(clientDir: string): Promise<WidgetSizes> {
  const assets = (await readdir(join(clientDir, 'widget/assets'))).filter((name) => first.test(name));
  const names = ['loader/widget.js', 'widget/index.html', ...assets.map((name) => `widget/assets/${name}`)];
  const sizes = names.map(async (name) => [name, gzipSync(await readFile(join(clientDir, name)), { level: 9 }).length]);
  const files: Record<string, number> = Object.fromEntries(await Promise.all(sizes));
  const toFirstMessage = Object.values(files).reduce((sum, size) => sum + size, 0);
  return { files, loader: files['loader/widget.js'] ?? 0, toFirstMessage };
}
