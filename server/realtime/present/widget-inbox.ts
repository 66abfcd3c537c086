/** What a widget is told about its inbox: looks and questions, never origins, secrets or rules. */
import type { Inbox, ServedLanguages, WidgetInbox } from '../../../shared/model/inbox.ts';
import { websiteSettingsSchema } from '../../../shared/model/inbox.ts';

export function presentWidgetInbox(inbox: Inbox, languages: ServedLanguages): WidgetInbox {
  const settings = websiteSettingsSchema.parse(inbox.settings);
  return {
    id: inbox.id,
    siteName: settings.siteName,
    greeting: settings.greeting,
    accent: settings.accent,
    position: settings.position,
    form: settings.form,
    typingPreview: settings.typingPreview,
    privacyUrl: settings.privacyUrl,
    language: settings.language ?? 'auto',
    languages,
    writtenIn: settings.writtenIn ?? 'en',
    texts: settings.texts ?? {},
    calls: settings.calls?.on ?? false,
  };
}

/** Whether agents may see what is being typed. */
export function allowsTypingPreview(inbox: Inbox): boolean {
  return inbox.settings.typingPreview === true;
}
