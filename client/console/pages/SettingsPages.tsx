/** The pages of the settings; loaded together when the first of them is opened. */
export { AccountPage } from '../features/settings/AccountPage.tsx';
export { HoursPage } from '../features/settings/HoursPage.tsx';
export { PeoplePage } from '../features/settings/PeoplePage.tsx';
export { SettingsPage } from '../features/settings/SettingsPage.tsx';
export { WebsitesPage } from '../features/settings/WebsitesPage.tsx';
