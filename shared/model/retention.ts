/** How long each kind of thing is kept, in days; null: for as long as there is Parley. */
import { z } from 'zod';

export const retentionKinds = ['closed', 'mails', 'files', 'audit', 'webhooks'] as const;
export type RetentionKind = (typeof retentionKinds)[number];

const days = z.number().int().min(1).max(36_500).nullable();
export const retentionSchema = z.object({ closed: days, mails: days, files: days, audit: days, webhooks: days });
export type RetentionRules = z.output<typeof retentionSchema>;

/** How many of each kind a rule would take now, without those of customers who are on hold being left out. */
export type RetentionCounts = Record<RetentionKind, number>;

export const keepEverything: RetentionRules = { closed: null, mails: null, files: null, audit: null, webhooks: null };
