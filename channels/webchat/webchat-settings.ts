/** A website inbox's settings, checked whole. */
import { AppError } from '../../shared/errors.ts';
import { type WebsiteSettings, websiteSettingsSchema } from '../../shared/model/inbox.ts';

/** @throws AppError `invalid`, `fields` by path such as `form.0.label` */
export function parseSettings(settings: unknown): WebsiteSettings {
  const parsed = websiteSettingsSchema.safeParse(settings);
  const fields: Record<string, string> = {};
  for (const issue of parsed.error?.issues ?? []) fields[issue.path.join('.') || 'settings'] ??= issue.message;
  const keys = new Set<string>();
  for (const [index, { key }] of (parsed.data?.form ?? []).entries()) {
    if (keys.has(key)) fields[`form.${index}.key`] = 'is used by another question';
    keys.add(key);
  }
  if (!parsed.success || Object.keys(fields).length > 0) {
    throw new AppError('invalid', 'The website settings are not right.', { fields });
  }
  return parsed.data;
}

const known = new WeakMap<object, WebsiteSettings>();

/**
 * The same for what is asked with every message: settings in memory are replaced, never changed, so the same object is read once.
 * @throws as `parseSettings`
 */
export function readSettings(settings: object): Readonly<WebsiteSettings> {
  const found = known.get(settings) ?? parseSettings(settings);
  known.set(settings, found);
  return found;
}
