/** The pages of the settings; loaded together when the first of them is opened. */
import '../../ui/mantine-styles-pages.ts';

export { AccountPage } from '../features/settings/AccountPage.tsx';
export { AttributesPage } from '../features/settings/AttributesPage.tsx';
export { AuditPage } from '../features/settings/AuditPage.tsx';
export { CalendarPage } from '../features/settings/CalendarPage.tsx';
export { CapacityPage } from '../features/settings/CapacityPage.tsx';
export { DispositionsPage } from '../features/settings/DispositionsPage.tsx';
export { HoursPage } from '../features/settings/HoursPage.tsx';
export { LanguagesPage } from '../features/settings/LanguagesPage.tsx';
export { MacroPage } from '../features/settings/MacroPage.tsx';
export { MacrosPage } from '../features/settings/MacrosPage.tsx';
export { MailboxesPage } from '../features/settings/MailboxesPage.tsx';
export { MailboxPage } from '../features/settings/MailboxPage.tsx';
export { PeoplePage } from '../features/settings/PeoplePage.tsx';
export { PhonePage } from '../features/settings/PhonePage.tsx';
export { PhonesPage } from '../features/settings/PhonesPage.tsx';
export { QueuePage } from '../features/settings/QueuePage.tsx';
export { QueuesPage } from '../features/settings/QueuesPage.tsx';
export { ReasonsPage } from '../features/settings/ReasonsPage.tsx';
export { RepliesPage } from '../features/settings/RepliesPage.tsx';
export { ReplyPage } from '../features/settings/ReplyPage.tsx';
export { RolesPage } from '../features/settings/RolesPage.tsx';
export { SettingsPage } from '../features/settings/SettingsPage.tsx';
export { TagsPage } from '../features/settings/TagsPage.tsx';
export { TeamsPage } from '../features/settings/TeamsPage.tsx';
export { WebsitePage } from '../features/settings/WebsitePage.tsx';
export { WebsitesPage } from '../features/settings/WebsitesPage.tsx';
