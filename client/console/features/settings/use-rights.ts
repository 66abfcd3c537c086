/** How far the person in front of the screen may go when they give rights to others. */
import type { Rights } from '../../../../shared/model/role.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';

const none: Rights = { reach: 'teams', permissions: [] };
const read = (state: DeskState): Rights => state.me ?? none;

/** Nothing until the desk was read for the first time. */
export const useRights = (): Rights => useDeskState(read);
