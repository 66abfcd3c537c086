/** Faults that are asked for: what matches is delayed, lost, told twice, out of order, or refused. */
import type { Chance } from './chance.ts';

export interface Fault {
  /** `webhook`: what only tells; `twiml`: what asks for a document; `rest`: a request to the simulator */
  on: 'webhook' | 'twiml' | 'rest';
  /** part of the address; missing: any */
  path?: string;
  /** fields it must have */
  params?: Record<string, string>;
  do:
    | { kind: 'delay'; ms: number }
    | { kind: 'drop' }
    | { kind: 'duplicate'; ms: number }
    /** told after the next one of its kind */
    | { kind: 'reorder' }
    /** `after`: what was asked for happens, and only the answer is lost */
    | { kind: 'refuse'; status: number; code: number; after?: boolean };
  /** 0 to 1; missing: always */
  chance?: number;
  /** how often it strikes; missing: for ever */
  times?: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  strike(on: Fault['on'], path: string, params: Readonly<Record<string, string>>): Fault['do'] | null;
}

export function createFaults(chance: Chance): Faults {
  const faults: Fault[] = [];
  return {
    add: (fault) => void faults.push({ ...fault }),
    clear: () => void faults.splice(0),
    strike(on, path, params) {
      for (const fault of faults) {
        if (fault.on !== on || fault.times === 0) continue;
        if (fault.path !== undefined && !path.includes(fault.path)) continue;
        if (Object.entries(fault.params ?? {}).some(([name, value]) => params[name] !== value)) continue;
        if (fault.chance !== undefined && chance.next() >= fault.chance) continue;
        if (fault.times !== undefined) fault.times -= 1;
        return fault.do;
      }
      return null;
    },
  };
}
