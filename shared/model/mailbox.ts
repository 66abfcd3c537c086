/** Settings of a mailbox as an admin edits them. Its passwords and tokens are not among them: they are kept sealed, by the names below. */
import { z } from 'zod';
import { mailRuleSchema } from './mail-rule.ts';

/** `tls`: from the first byte. `starttls`: asked for and required. `none`: in the clear, for servers on this machine. */
export const mailSecurities = ['tls', 'starttls', 'none'] as const;
export type MailSecurity = (typeof mailSecurities)[number];

/** What a mailbox may need to be told and must not show. OAuth needs the last three, for one account that receives and sends. */
export const mailCredentialNames = [
  'receivePassword',
  'sendPassword',
  'oauthClientId',
  'oauthClientSecret',
  'oauthRefreshToken',
] as const;
export type MailCredentialName = (typeof mailCredentialNames)[number];

/** A name that DNS may know, or an address. */
const host = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(
    /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\.?$|^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/,
  );

/** As RFC 5321 §4.1.2 has it without quotes; a bare `localhost` is a domain too, for the newcomer's first mail. */
const address = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[^\s@<>()[\]",;:\\]{1,64}@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/, 'no address');

const account = {
  host,
  port: z.number().int().min(1).max(65_535),
  security: z.enum(mailSecurities).default('tls'),
  /** '': the server asks for no sign-in */
  user: z.string().trim().max(254).default(''),
  auth: z.enum(['password', 'oauth']).default('password'),
  /** the server may stand on this machine or in its own network */
  allowPrivate: z.boolean().default(false),
};

const folder = z.string().min(1).max(200);

export const receiveSchema = z.discriminatedUnion('kind', [
  /** by the listener that Parley brings along */
  z.object({ kind: z.literal('listener') }),
  z.object({
    kind: z.literal('imap'),
    ...account,
    folder: folder.default('INBOX'),
    /** ms since 1970: older mail stays where it is. null: only what comes from now on */
    importSince: z.number().int().min(0).nullable().default(null),
    /** what is done with a mail in its mailbox once it is here */
    afterwards: z.union([z.enum(['leave', 'seen']), z.object({ moveTo: folder })]).default('leave'),
  }),
]);
export type Receive = z.infer<typeof receiveSchema>;

export const sendSchema = z.discriminatedUnion('kind', [
  /** nothing leaves: it is kept, and shown at /outbox */
  z.object({ kind: z.literal('outbox-page') }),
  z.object({
    kind: z.literal('smtp'),
    ...account,
    maxPerMinute: z.number().int().min(1).max(6_000).default(30),
  }),
]);
export type Send = z.infer<typeof sendSchema>;

export const acknowledgementSchema = z.object({
  on: z.boolean().default(false),
  /** '': as the letter it answers */
  subject: z.string().trim().max(200).default(''),
  /** plain text; may hold the variables of shared/variables.ts */
  text: z.string().trim().max(4_000).default(''),
});
export type Acknowledgement = z.infer<typeof acknowledgementSchema>;

export const mailboxSettingsSchema = z.object({
  /** where customers write to and what answers come from, in lower case; one mailbox each */
  address,
  /** what customers see beside the address */
  displayName: z.string().trim().max(120).default(''),
  /** plain text below every letter; '': none */
  signature: z.string().max(2_000).default(''),
  receive: receiveSchema.default({ kind: 'listener' }),
  send: sendSchema.default({ kind: 'outbox-page' }),
  /** authserv-ids (RFC 8601 §2.2) whose word on who sent a mail is believed; empty: Parley looks for itself */
  trustedAuthServers: z.array(z.string().trim().toLowerCase().min(1).max(253)).max(20).default([]),
  acknowledgement: acknowledgementSchema.default({ on: false, subject: '', text: '' }),
  /** in this order */
  rules: z
    .array(mailRuleSchema)
    .max(100)
    .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, 'twice')
    .default([]),
});
export type MailboxSettings = z.infer<typeof mailboxSettingsSchema>;

/** Ports that go with a way of receiving or sending (RFC 8314, RFC 9051). */
export const usualPorts: Record<'imap' | 'smtp', Record<MailSecurity, number>> = {
  imap: { tls: 993, starttls: 143, none: 143 },
  smtp: { tls: 465, starttls: 587, none: 25 },
};

/** Credentials that these settings cannot do without. */
export function neededCredentials({ receive, send }: Pick<MailboxSettings, 'receive' | 'send'>): MailCredentialName[] {
  const ways = [
    receive.kind === 'imap' ? ([receive, 'receivePassword'] as const) : null,
    send.kind === 'smtp' ? ([send, 'sendPassword'] as const) : null,
  ].filter((way) => way !== null && way[0].user !== '');
  const needed = ways.flatMap((way): MailCredentialName[] => {
    if (way === null) return [];
    const [{ auth }, password] = way;
    return auth === 'password' ? [password] : ['oauthClientId', 'oauthClientSecret', 'oauthRefreshToken'];
  });
  return [...new Set(needed)];
}
