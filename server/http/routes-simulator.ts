/** Where the handset page finds the simulated telephone network. In the demo for everybody at this machine, elsewhere for admins. */

import type { SimulatorAccess } from '../../shared/api.ts';
import { AppError } from '../../shared/errors.ts';
import { type Call, forAnyone, forPermission, type Route } from './route.ts';

export interface SimulatorDeps {
  /** null: telephony is not simulated */
  simulator: SimulatorAccess | null;
  demo: boolean;
}

export function simulatorRoutes({ simulator, demo }: SimulatorDeps): Route[] {
  const answer = async (_call: Call): Promise<SimulatorAccess> => {
    if (simulator === null) throw new AppError('not_found', 'Telephony is not simulated here.');
    return simulator;
  };
  return [
    demo
      ? forAnyone('get', '/api/simulator', answer, { limit: 'outbox' })
      : forPermission('workspace:manage', 'get', '/api/simulator', answer, { limit: 'outbox' }),
  ];
}
