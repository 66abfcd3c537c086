/** What one person chose of how the console behaves: the same in every browser and tab of theirs. */

import type { SavedViewId } from './saved-view.ts';

export const undoChoices = [0, 5, 10] as const;
export type UndoSeconds = (typeof undoChoices)[number];
export const densities = ['comfortable', 'compact'] as const;
/** of the list of conversations, px */
export const listWidths = { least: 280, usual: 336, most: 420 } as const;

export interface DeskPreferences {
  soundOffers: boolean;
  soundMessages: boolean;
  /** 0 to 1 */
  volume: number;
  /** shown only where the browser allows it too */
  desktop: boolean;
  /** single keys as shortcuts (WCAG 2.1.4) */
  singleKeys: boolean;
  /** Enter sends; otherwise only Ctrl or Cmd with it does */
  enterSends: boolean;
  /** how long a reply can be taken back; 0: it goes at once */
  undoSeconds: UndoSeconds;
  density: (typeof densities)[number];
  /** px; null: as wide as the page wants it */
  listWidth: number | null;
  /** saved views in the order one wants them; others come behind, by name */
  viewOrder: SavedViewId[];
}

export const usualPreferences: DeskPreferences = {
  soundOffers: true,
  soundMessages: true,
  volume: 0.6,
  desktop: true,
  singleKeys: true,
  enterSends: true,
  undoSeconds: 0,
  density: 'comfortable',
  listWidth: null,
  viewOrder: [],
};
