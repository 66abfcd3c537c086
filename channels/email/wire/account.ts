/** How to reach one server of an account, and how to sign in there. */
import type { Lookup } from './hosts.ts';

export type SignIn =
  | { kind: 'none' }
  | { kind: 'password'; user: string; password: string }
  /** `token` gives one that is good now; with `renew` the last one was refused */
  | { kind: 'oauth'; user: string; token(renew: boolean): Promise<string> };

/** `tls` from the first byte, `starttls` before anything is said (on loopback only where offered), `none` by explicit choice. */
export type Security = 'tls' | 'starttls' | 'none';

export interface ServerSettings {
  host: string;
  port: number;
  security: Security;
  signIn: SignIn;
  /** certificates to trust besides the system's, in PEM */
  ca?: string;
  /** STARTTLS is needed on loopback, too */
  mustEncrypt?: boolean;
  /** may the host lead to this machine or its own network */
  allowPrivate?: boolean;
  lookup?: Lookup;
}

/** A token could not be had. With `needsConsent` somebody has to give consent again; else it may be had later. */
export class TokenError extends Error {
  readonly needsConsent: boolean;

  constructor(needsConsent: boolean, text: string) {
    super(text);
    this.name = 'TokenError';
    this.needsConsent = needsConsent;
  }
}
