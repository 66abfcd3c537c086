/** Simplified Chinese words that only the settings say; they are loaded with them, by those who read them. */
import type { SettingsWords } from './words.ts';
import { zhAccounts } from './zh-accounts.ts';
import { zhData } from './zh-data.ts';
import { zhMailbox } from './zh-mailbox.ts';
import { zhPhone } from './zh-phone.ts';
import { zhSettings } from './zh-settings.ts';
import { zhWorkspace } from './zh-workspace.ts';

export const zhSettingsWords: SettingsWords = {
  ...zhSettings,
  ...zhMailbox,
  ...zhPhone,
  ...zhAccounts,
  ...zhWorkspace,
  ...zhData,
};
