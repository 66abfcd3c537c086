/** The shape every language has: the same keys, where a language without a singular leaves out `_one`. */
import type { en } from './en.ts';
import type { enSettingsWords } from './en-settings-words.ts';

export type Shape<T> = {
  [Key in keyof T as Key extends `${string}_one` ? never : Key]: T[Key] extends string ? string : Shape<T[Key]>;
} & { [Key in keyof T as Key extends `${string}_one` ? Key : never]?: string };

export type Words = Shape<typeof en>;
export type SettingsWords = Shape<typeof enSettingsWords>;
