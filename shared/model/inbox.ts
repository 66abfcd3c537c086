/** Inboxes: configured channel ends. The settings of a website inbox are the webchat channel's own schema. */
import { z } from 'zod';
import { type CalendarId, type InboxId, idSchema, type QueueId } from './ids.ts';

export const inboxSchema = z.object({
  id: idSchema<InboxId>(),
  name: z.string().min(1).max(120),
  channel: z.string().min(1).max(32),
  queueId: idSchema<QueueId>(),
  calendarId: idSchema<CalendarId>().nullable(),
  /** a closed conversation that the customer writes to within this many hours is reopened, later a linked one starts */
  reopenHours: z
    .number()
    .min(0)
    .max(24 * 90),
  /** a waiting customer whose last page has been gone for this many seconds has left the queue */
  abandonAfterSeconds: z.number().int().min(10).max(86_400),
  /** units of an agent's 100 that one conversation takes; missing: the channel's own */
  weight: z.number().int().min(1).max(100).optional(),
  /** nobody can begin anything through it any more; what was said through it stays */
  archived: z.boolean().optional(),
  /** the channel's own settings, validated by its schema */
  settings: z.record(z.string(), z.unknown()),
});
export type Inbox = z.infer<typeof inboxSchema>;

/** One question of a pre-chat form: choices rather than typing wherever possible. */
export const formFieldSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('choice'),
    key: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
    label: z.string().min(1).max(120),
    choices: z.array(z.string().min(1).max(80)).min(2).max(12),
    required: z.boolean(),
  }),
  z.object({
    type: z.enum(['name', 'email', 'text']),
    key: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
    label: z.string().min(1).max(120),
    required: z.boolean(),
  }),
]);
export type FormField = z.infer<typeof formFieldSchema>;

/** Languages that the widget speaks. */
export const widgetLanguages = ['en', 'zh'] as const;
export type WidgetLanguage = (typeof widgetLanguages)[number];

/** Which of them customers are served in. A website that speaks one language says so itself, and goes before it. */
export const servedLanguagesSchema = z
  .object({
    served: z
      .array(z.enum(widgetLanguages))
      .min(1)
      .max(50)
      .transform((chosen): WidgetLanguage[] => widgetLanguages.filter((language) => chosen.includes(language))),
    /** spoken to whoever speaks none of them */
    fallback: z.enum(widgetLanguages),
  })
  .refine(({ served, fallback }) => served.includes(fallback), { path: ['fallback'], message: 'not-served' });
export type ServedLanguages = z.infer<typeof servedLanguagesSchema>;

/** As long as nobody has said otherwise. */
export const allLanguages: ServedLanguages = { served: [...widgetLanguages], fallback: 'en' };

/** The site's own texts in another language; what is missing or empty is shown as it was written first. */
const textsSchema = z.object({
  greeting: z.string().max(300).optional(),
  /** by the question's key; `choices` in the order of the question's own, which stay the answers */
  form: z
    .record(
      z.string().max(32),
      z.object({ label: z.string().max(120).optional(), choices: z.array(z.string().max(80)).max(12).optional() }),
    )
    .refine((form) => Object.keys(form).length <= 20, 'too many questions')
    .optional(),
});
export type WidgetTexts = z.infer<typeof textsSchema>;

/** Settings of a website inbox as an admin edits them. */
export const websiteSettingsSchema = z.object({
  /** what the widget calls the company */
  siteName: z.string().min(1).max(80),
  greeting: z.string().max(300),
  /** #rrggbb; the widget picks a readable text colour for it */
  accent: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  position: z.enum(['right', 'left']),
  /** exact origins (scheme, host, port) that may embed the widget, besides Parley's own */
  allowedOrigins: z.array(z.url({ protocol: /^https?$/ }).max(200)).max(100),
  form: z.array(formFieldSchema).max(10),
  /** visitors without a valid identity token get no session at all */
  identityRequired: z.boolean(),
  /** agents see what is being typed; disclosed in the widget */
  typingPreview: z.boolean(),
  privacyUrl: z.union([z.url({ protocol: /^https?$/ }), z.literal('')]),
  /** what the widget speaks; missing or `auto`: the visitor's language if it can */
  language: z.enum(['auto', ...widgetLanguages]).optional(),
  /** what greeting and form are written in; missing: English */
  writtenIn: z.enum(widgetLanguages).optional(),
  texts: z.object({ en: textsSchema.optional(), zh: textsSchema.optional() }).optional(),
  /** visitors may call from the page, without any number; `queueId` null: the inbox's own queue. Missing: they may not */
  calls: z.object({ on: z.boolean(), queueId: idSchema<QueueId>().nullable() }).optional(),
});
export type WebsiteSettings = z.infer<typeof websiteSettingsSchema>;

/** What a visitor's widget is told about its inbox. */
export interface WidgetInbox {
  id: InboxId;
  siteName: string;
  greeting: string;
  accent: string;
  position: 'right' | 'left';
  form: FormField[];
  typingPreview: boolean;
  privacyUrl: string;
  language: 'auto' | WidgetLanguage;
  /** of the workspace: what `auto` chooses from */
  languages: ServedLanguages;
  writtenIn: WidgetLanguage;
  texts: { [Language in WidgetLanguage]?: WidgetTexts };
  /** whether it may be called from the page */
  calls: boolean;
}

/** Whether somebody is there, and when they will be. `open`: inside hours; `staffed`: an agent is available or busy with others. */
export interface Availability {
  open: boolean;
  staffed: boolean;
  /** first names and nothing else */
  agents: string[];
  /** ms since 1970; null when open or never */
  opensAt: number | null;
}
