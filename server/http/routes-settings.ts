/** Everything that whoever sets up the workspace changes: inboxes, queues, calendars and languages. */

import type { Route } from './route.ts';
import { type CalendarDeps, calendarRoutes } from './routes-calendars.ts';
import { type InboxDeps, inboxRoutes } from './routes-inboxes.ts';
import { type LanguageDeps, languageRoutes } from './routes-languages.ts';
import { type QueueDeps, queueRoutes } from './routes-queues.ts';

export type SettingsDeps = InboxDeps & QueueDeps & CalendarDeps & LanguageDeps;

export const settingsRoutes = (deps: SettingsDeps): Route[] => [
  ...inboxRoutes(deps),
  ...queueRoutes(deps),
  ...calendarRoutes(deps),
  ...languageRoutes(deps),
];
