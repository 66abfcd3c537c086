/** Templates as the account has them (https://www.twilio.com/docs/content/content-api-resources): those that WhatsApp has approved, in our words. */
import { z } from 'zod';
import { type MessageTemplate, messageTemplateSchema } from '../../../shared/model/texting.ts';
import { type Access, createClient } from './account.ts';

/** As many as an inbox keeps. */
const MOST = 100;
const READ = 500;

/** Each kind of content has words of its own; those without any are no text that is sent. */
const typesSchema = z.record(z.string(), z.looseObject({ body: z.string().optional() }).nullable());
const approvalSchema = z.looseObject({ status: z.string() });

/** @throws whatever the account refuses with */
export async function readTemplates(access: Access, apiBaseUrl: string | null): Promise<MessageTemplate[]> {
  const contents = await createClient(access, apiBaseUrl).content.v1.contentAndApprovals.list({ limit: READ });
  return contents
    .flatMap(({ sid, friendlyName, language, types, approvalRequests }) => {
      if (approvalSchema.safeParse(approvalRequests).data?.status !== 'approved') return [];
      const bodies = Object.values(typesSchema.safeParse(types).data ?? {}).flatMap((type) => type?.body ?? []);
      const read = messageTemplateSchema.safeParse({ id: sid, name: friendlyName, language, text: bodies[0] });
      return read.success ? [read.data] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name) || a.language.localeCompare(b.language))
    .slice(0, MOST);
}
