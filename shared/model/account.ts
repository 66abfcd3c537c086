/** An inbox's account at somebody else's server: what is found out about it, and how it does. Times in ms since 1970. */

/** One step of trying an account. The console has words for `step` and `code`; `data` fills them, `detail` is the other side's own word. */
export interface AccountStep {
  /** such as `receive.connect`, `receive.sign-in`, `send.connect`; told when it begins and again when it ends */
  step: string;
  state: 'running' | 'ok' | 'warning' | 'failed' | 'skipped';
  code?: string;
  data?: Record<string, string | number>;
  detail?: string;
}

/** A way that is working, failing, or not one that needs an account. `ready`: set up, and what becomes of each message is told there. */
export interface AccountWay {
  state: 'working' | 'ready' | 'starting' | 'failed' | 'off';
  /** since when it has been so */
  since: number | null;
  /** the last message that went this way */
  lastAt: number | null;
  code?: string;
  detail?: string;
}

export interface AccountState {
  receiving: AccountWay & { imported?: { done: number; total: number } };
  sending: AccountWay & { waiting: number };
}

/** What is known of the servers behind an address, as settings that may be filled in. */
export interface FoundAccount {
  /** as it calls itself, such as Gmail; '' for an unknown one */
  provider: string;
  /** how it lets programs in */
  signIn: 'password' | 'app-password' | 'oauth';
  /** where one makes an app password or switches IMAP on */
  help: string | null;
  settings: Record<string, unknown>;
}

/** What the world is told of a domain, and what it should be told so that its mail arrives. */
export interface DnsAdvice {
  about: 'mx' | 'spf' | 'dkim' | 'dmarc';
  state: 'ok' | 'missing' | 'weak' | 'wrong' | 'unknown';
  code: string;
  data?: Record<string, string | number>;
  /** what stands there now */
  found?: string;
  /** the record to add or to put in its place */
  record?: { name: string; type: 'TXT' | 'CNAME' | 'MX'; value: string };
}
