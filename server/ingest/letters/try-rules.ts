/** What rules would make of a letter that nobody sent: the very judgement that letters get, with the reasons. Pure. */
import type { RuleTrial, RuleTrialResult } from '../../../shared/model/mail-rule.ts';
import { detectLanguage } from './language.ts';
import { judgeRules } from './rules.ts';

/** It has no headers, and is as large as its words. */
export function tryRules({ rules, letter }: RuleTrial): RuleTrialResult {
  const { subject, body } = letter;
  const [from = null] = readAddresses(letter.from);
  const facts = { from, to: readAddresses(letter.to), subject, body, size: sizeOf(subject, body), headers: new Map() };
  return { verdicts: judgeRules(rules, facts), language: detectLanguage(`${subject}\n${body}`) };
}

const sizeOf = (subject: string, body: string): number => Buffer.byteLength(`${subject}\n${body}`);

/** "Name <address>" or a bare address; a name may hold a comma within quotes. */
function readAddresses(text: string): { name: string; address: string }[] {
  const parts = text.match(/(?:"[^"]*"|[^,;"\n]|")+/g) ?? [];
  return parts.flatMap((part) => {
    const open = part.lastIndexOf('<');
    const name = open < 0 ? '' : part.slice(0, open);
    const address = open < 0 ? part : part.slice(open + 1).replace('>', '');
    return part.trim() === '' ? [] : [{ name: name.replaceAll('"', '').trim(), address: address.trim() }];
  });
}
