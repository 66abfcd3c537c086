/** Passwords as argon2id, with the parameters of OWASP's password storage cheat sheet (19 MiB, 2 passes, 1 lane). */
import { type Algorithm, hash, verify } from '@node-rs/argon2';

export interface Passwords {
  hash(password: string): Promise<string>;
  /** Takes as long for somebody who does not exist (`stored` null) as for anybody else. */
  matches(stored: string | null, password: string): Promise<boolean>;
}

export interface PasswordCost {
  memoryCost: number;
  timeCost: number;
  parallelism: number;
}

export const owaspCost: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function createPasswords(cost: PasswordCost = owaspCost): Passwords {
  // `Algorithm` is a const enum of the declaration file only; 2 is argon2id.
  const options = { ...cost, algorithm: 2 as Algorithm };
  let nobody: Promise<string> | undefined;
  return {
    hash: (password) => hash(password, options),
    async matches(stored, password) {
      nobody ??= hash('nobody has this password', options);
      const isRight = await verify(stored ?? (await nobody), password);
      return stored !== null && isRight;
    },
  };
}
