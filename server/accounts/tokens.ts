/** Secrets that are handed out once and kept only as a hash. */
import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, base64url: 43 characters. */
export const drawToken = (): string => randomBytes(32).toString('base64url');

/** Plain sha256 is enough for a token of 256 random bits: there is nothing to guess. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
