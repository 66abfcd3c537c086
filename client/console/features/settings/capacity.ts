/** How much of an agent a conversation takes, in whole conversations. Pure. */

/** Units that a full agent has (routing.md, capacity). */
const FULL = 100;

export const howManyFit = (weight: number, capacity = FULL): number => Math.max(1, Math.floor(capacity / weight));
