/** What axe-core finds on a page as it is now, by the rules of WCAG 2.2 A and AA. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';

const script = join(process.cwd(), 'node_modules/axe-core/axe.min.js');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Axe {
  run(options: object): Promise<{ violations: { id: string; nodes: { target: string[]; html: string }[] }[] }>;
}

/** One line per element and rule that is broken; an empty list is what a test wants. `rule`: only this one, of a page that was judged whole before. */
export async function findViolations(page: Page | Frame, rule?: string): Promise<string[]> {
  // Evaluated rather than added as a script element, which the page's own policy would refuse.
  await page.evaluate(await readFile(script, 'utf8'));
  return page.evaluate(
    async (only) => {
      const { axe } = globalThis as unknown as { axe: Axe };
      // What fades in is judged when it is there; what never ends, such as typing dots, is judged as it is.
      const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
      await Promise.allSettled(ending.map((one) => one.finished));
      const { violations } = await axe.run({ runOnly: only });
      // What an open layer lies over is seen in part: how large it is, is judged where nothing lies over it.
      const layer = '[role=menu], [role=dialog], [role=listbox]';
      const boxes = [...document.querySelectorAll(layer)].map((element) => element.getBoundingClientRect());
      const isCovered = (selector: string): boolean => {
        const element = document.querySelector(selector);
        if (element === null || element.closest(layer)) return false;
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return boxes.some((box) => left < box.right && right > box.left && top < box.bottom && bottom > box.top);
      };
      return violations.flatMap(({ id, nodes }) =>
        nodes
          .filter(({ target }) => id !== 'target-size' || !isCovered(target.join(' ')))
          .map((node) => `${id}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`),
      );
    },
    rule === undefined ? { type: 'tag', values: tags } : { type: 'rule', values: [rule] },
  );
}
