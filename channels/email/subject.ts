/** Subjects for comparing: without the prefixes that clients of every language put before a reply or a forward. */

const REPLY_PREFIXES = [
  // Latin letters
  ...['re', 'aw', 'antw', 'antwort', 'sv', 'vs', 'svar', 'odp', 'ynt', 'yanıt', 'res', 'resp', 'rép', 'réf', 'ref'],
  ...[
    'rif',
    'r',
    'vá',
    'valasz',
    'válasz',
    'ats',
    'atb',
    'atsakymas',
    'tl',
    'trả lời',
    'bls',
    'balas',
    'răspuns',
    'rsp',
  ],
  ...[
    'respuesta',
    'risposta',
    'réponse',
    'resposta',
    'odpoveď',
    'odpověď',
    'odpowiedź',
    'vastaus',
    'vast',
    'ha',
    'ang',
  ],
  // other scripts
  ...[
    '回复',
    '回覆',
    '答复',
    '答覆',
    '返信',
    '회신',
    '답장',
    'отв',
    'ответ',
    'відп',
    'відповідь',
    'отг',
    'на',
    'απ',
    'σχετ',
  ],
  ...['απάντηση', 'השב', 'תשובה', 'תגובה', 'رد', 'الرد', 'پاسخ', 'ตอบ', 'ตอบกลับ', 'उत्तर'],
];

const FORWARD_PREFIXES = [
  ...['fw', 'fwd', 'wg', 'rv', 'tr', 'vb', 'vl', 'i', 'enc', 'pd', 'ilt', 'i̇lt', 'doorst', 'fs', 'weitergeleitet'],
  ...['továbbítás', 'továbbított', 'pers', 'pārs', 'trs', 'ml', 'lanjutkan', 'chuyển tiếp', 'redir', 'redirecționat'],
  ...['reenviado', 'inoltrato', 'transféré', 'encaminhado', 'doorgestuurd', 'videresendt', 'vidarebefordrat', 'edasi'],
  ...['přeposláno', 'preposlané', 'przekazano'],
  ...['转发', '轉發', '轉寄', '转寄', '転送', '전달', 'пересл', 'пересылка', 'перенаправлено', 'препр', 'προωθ', 'πρθ'],
  ...['προώθηση', 'הועבר', 'העברה', 'إعادة توجيه', 'إعادة', 'ส่งต่อ', 'अग्रेषित'],
];

const COUNT = '(?:\\s*[\\[(]\\d{1,3}[\\])]|\\s*[\\^*]\\d{1,3})?';
const prefixOf = (words: readonly string[]): RegExp =>
  new RegExp(
    `^\\s*[\\[(]?(?:${[...words].sort((a, b) => b.length - a.length).join('|')})${COUNT}\\.?\\s*[\\])]?\\s*:`,
    'iu',
  );

const REPLY = prefixOf(REPLY_PREFIXES);
const FORWARD = prefixOf(FORWARD_PREFIXES);
/** What gateways put before a subject on its way in. */
const MARKED =
  /^\s*(?:\[(?:external|extern|externe|ext|spam|suspected spam|caution)\]|\*{2,5}\s?(?:spam|external)\s?\*{2,5})/iu;
const TAGS = /\[#\d{1,9}\]/g;

/** Lower case, one space between words, no prefixes, none of our tags. '' when nothing is left. */
export function normaliseSubject(subject: string): string {
  // NFKC makes full-width colons and brackets plain ones.
  return strip(plain(subject).toLowerCase());
}

/** The same as it is shown: what Outlook calls the topic of a thread. */
export function bareSubject(subject: string): string {
  return strip(plain(subject));
}

const plain = (subject: string): string =>
  subject.slice(0, 2_000).normalize('NFKC').replace(TAGS, ' ').replace(/\s+/g, ' ').trim();

function strip(subject: string): string {
  let rest = subject;
  for (;;) {
    const match = MARKED.exec(rest) ?? REPLY.exec(rest) ?? FORWARD.exec(rest);
    if (match === null) return rest;
    const isBracketed = /^\s*\[/.test(match[0]) && !match[0].includes(']');
    rest = rest.slice(match[0].length).trim();
    if (isBracketed && rest.endsWith(']')) rest = rest.slice(0, -1).trim();
  }
}

/** Whether the outermost prefix says that it was passed on rather than answered. */
export function isForwardSubject(subject: string): boolean {
  const text = subject.slice(0, 200).normalize('NFKC');
  return FORWARD.test(text) || /^\s*[[(]\s*fwd\b/i.test(text);
}

export function isReplySubject(subject: string): boolean {
  return REPLY.test(subject.slice(0, 200).normalize('NFKC'));
}
