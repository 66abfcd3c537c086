/** Domains that are made to be mistaken: letters of several scripts in one word, or a word that only looks Latin (UTS #39 in small). */
import { domainToUnicode } from 'node:url';

const SCRIPTS: readonly RegExp[] = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Hebrew',
  'Arabic',
  'Thai',
  'Devanagari',
  'Georgian',
  'Cherokee',
  'Hangul',
  'Hiragana',
  'Katakana',
  'Han',
  'Bopomofo',
].map((name) => new RegExp(`\\p{Script=${name}}`, 'u'));
/** Written together in one language. */
const EAST_ASIAN =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{N}ーa-z-]+$/u;
/** Letters of other scripts that look like Latin ones. */
const LATIN_LIKE = /^[аеорсухіјѕԁһӏғҽոսցհԛԝвкмнтгпαοερυνικτßɑɡıʟ0-9-]+$/u;

/** @returns the domain as it may be shown: in its own letters, or in punycode where these could deceive */
export function readDomain(domain: string): { shown: string; isLookalike: boolean } {
  const unicode = domainToUnicode(domain.toLowerCase()) || domain.toLowerCase();
  const isLookalike = unicode.split('.').some(deceives);
  return { shown: isLookalike ? domain.toLowerCase() : unicode, isLookalike };
}

function deceives(label: string): boolean {
  if (/^[\x20-\x7e]*$/.test(label)) return false;
  if (/[\p{Cf}\p{Zs}\u2044\u2215\u29f8\u3033\uff0f]/u.test(label)) return true;
  const scripts = SCRIPTS.filter((script) => script.test(label)).length;
  if (scripts > 1) return !EAST_ASIAN.test(label);
  return LATIN_LIKE.test(label) && !/\p{Script=Latin}/u.test(label);
}
