/** A visitor's frame to an inbound message. Pure: the same frame gives the same message, or the same refusal that names every field. */
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import type { VisitContext } from '../../shared/model/conversation.ts';
import { clientIdSchema } from '../../shared/model/ids.ts';
import { parseUrl } from '../../shared/parse-url.ts';
import type { InboundMessage, VisitorFrame } from '../channel.ts';
import { cleanLine, cleanText, isBlank } from './clean.ts';
import { readForm } from './form.ts';
import { readSettings } from './webchat-settings.ts';

const emailSchema = z.email().max(254);

/** @throws AppError `invalid` with `fields`: text, files, clientId, email, answers.<key> */
export function parseFrame(frame: VisitorFrame): InboundMessage {
  const fields: Record<string, string> = {};
  const text = cleanText(frame.text);
  if (frame.text.length > limits.text) fields.text = `is longer than ${limits.text} characters`;
  else if (isBlank(text) && frame.files.length === 0) fields.text = 'is empty';
  if (frame.files.length > limits.filesPerMessage) fields.files = `are more than ${limits.filesPerMessage}`;
  if (!clientIdSchema.safeParse(frame.clientId).success) fields.clientId = 'is not a client id';

  const form = readForm(readSettings(frame.inbox.settings).form, frame.answers, {
    isStarting: frame.conversationId === null && !frame.left,
  });
  Object.assign(fields, form.fields);
  const email = frame.email?.trim().toLowerCase();
  if (email !== undefined && !emailSchema.safeParse(email).success) fields.email = 'is not an email address';
  else if (frame.left && email === undefined) fields.email = 'is needed for the answer';
  if (Object.keys(fields).length > 0)
    throw new AppError('invalid', 'The message cannot be taken like this.', { fields });

  const claimed = { name: form.name, email: email ?? form.email };
  return {
    type: 'message',
    inboxId: frame.inbox.id,
    key: `${frame.identity.value}:${frame.clientId}`,
    identity: frame.identity,
    at: frame.at,
    conversationId: frame.conversationId,
    clientId: frame.clientId,
    text: isBlank(text) ? '' : text,
    files: frame.files,
    form: form.answers,
    context: cleanContext(frame.context),
    claimed: { ...(claimed.name && { name: claimed.name }), ...(claimed.email && { email: claimed.email }) },
    left: frame.left,
  };
}

/** Shown to agents, written by a stranger's browser: addresses only of pages, everything else as a short line. */
export function cleanContext(context: VisitContext): VisitContext {
  const cleaned: VisitContext = {};
  for (const key of ['title', 'language', 'timeZone', 'browser'] as const) {
    const line = cleanLine(context[key] ?? '')
      .slice(0, 300)
      .replace(/\p{Cs}/gu, '');
    if (line !== '') cleaned[key] = line;
  }
  for (const key of ['url', 'referrer'] as const) {
    const url = context[key] ?? '';
    if (url !== '' && url.length <= limits.url && isPage(url)) cleaned[key] = cleanLine(url);
  }
  return cleaned;
}

function isPage(url: string): boolean {
  const protocol = parseUrl(url)?.protocol;
  return protocol === 'https:' || protocol === 'http:';
}
