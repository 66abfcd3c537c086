/** The devices that calls are heard and rung by, where there is a line; loaded with the phone. */
import { lazy, Suspense } from 'react';
import type { DeskState } from '../sync/desk-state.ts';
import { useDeskState } from '../sync/use-desk.ts';

const SoundPanel = lazy(async () => ({ default: (await import('../features/phone/SoundPanel.tsx')).SoundPanel }));

const readHasLines = (state: DeskState) => state.inboxes.some((inbox) => inbox.format === 'call');

export const useHasLines = (): boolean => useDeskState(readHasLines);

export function SoundSettings() {
  return (
    <Suspense fallback={null}>
      <SoundPanel isBare />
    </Suspense>
  );
}
