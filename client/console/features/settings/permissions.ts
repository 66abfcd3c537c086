/** What the person in front of the screen may change. */
import type { Permission } from '../../../../shared/model/permission.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';

const none: readonly Permission[] = [];
const read = (state: DeskState): readonly Permission[] => state.me?.permissions ?? none;

/** Empty until the desk was read for the first time. */
export const usePermissions = (): readonly Permission[] => useDeskState(read);
