/** What a server is built from. */
import type { PasswordCost } from '../accounts/passwords.ts';
import type { CallSettings } from '../calls/model.ts';
import type { Config } from '../config.ts';
import type { SimulatedPhone } from '../demo/seed-phone.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { RealtimeSettings } from '../realtime/settings.ts';
import type { RoutingSettings } from '../routing/settings.ts';
import type { Timers } from '../routing/timers.ts';

export interface AppOptions {
  config: Config;
  /** mongodb://… of the embedded store or of `config.mongodbUri` */
  storeUri: string;
  clock?: Clock;
  /** what waits by that clock; real time where none is given */
  timers?: Timers;
  log: Log;
  /** the simulated telephone network that the demo started */
  simulator?: SimulatedPhone;
  /** told one line per step of a migration */
  progress?(text: string): void;
  /** for tests: shorter clocks and cheaper passwords */
  routing?: Partial<RoutingSettings>;
  realtime?: Partial<RealtimeSettings>;
  calls?: Partial<CallSettings>;
  passwordCost?: PasswordCost;
}
