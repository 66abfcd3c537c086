/** One run of a macro as it is kept: what it is to do, filled in once and for all, and how far it is. */
import type { MacroAction } from '../../shared/model/catalogue.ts';
import type { MacroId } from '../../shared/model/ids.ts';
import type { MacroStep } from '../../shared/model/writing.ts';

export interface MacroRunRecord {
  /** author, conversation and client id */
  id: string;
  clientId: string;
  macroId: MacroId;
  name: string;
  /** with their variables filled in */
  actions: MacroAction[];
  /** as many as are over */
  steps: MacroStep[];
  /** how many messages of the customer its author had seen */
  customerSeen: number | null;
  /** ms since 1970; a snooze counts from it */
  startedAt: number;
}

export interface MacroRunStore {
  find(id: string): Promise<MacroRunRecord | null>;
  /** False when there is one under this id. */
  insert(run: MacroRunRecord): Promise<boolean>;
  setSteps(id: string, steps: MacroStep[]): Promise<void>;
  dropOld(before: number): Promise<void>;
}
