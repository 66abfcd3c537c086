/** A phone inbox's settings, checked whole. */
import { AppError } from '../../shared/errors.ts';
import type { Inbox } from '../../shared/model/inbox.ts';
import { type PhoneSettings, phoneSettingsSchema } from '../../shared/model/phone-inbox.ts';

/** @throws AppError `invalid`, `fields` by path such as `menu.greeting` */
export function parseSettings(settings: unknown): PhoneSettings {
  const parsed = phoneSettingsSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) fields[issue.path.join('.') || 'settings'] ??= issue.message;
  throw new AppError('invalid', 'Some settings are not valid.', { fields });
}

export const settingsOf = (inbox: Inbox): PhoneSettings => parseSettings(inbox.settings);
