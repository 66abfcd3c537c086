/** English words that only the settings say; they are loaded with them. */
import { enAccounts } from './en-accounts.ts';
import { enData } from './en-data.ts';
import { enMailbox } from './en-mailbox.ts';
import { enPhone } from './en-phone.ts';
import { enSettings } from './en-settings.ts';
import { enWorkspace } from './en-workspace.ts';

export const enSettingsWords = { ...enSettings, ...enMailbox, ...enPhone, ...enAccounts, ...enWorkspace, ...enData };
