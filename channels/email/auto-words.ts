/** How machines call themselves: subjects of automatic replies in many languages, and addresses that nobody reads. Weak evidence. */

const SUBJECTS: readonly string[] = [
  // English, French, German, Spanish, Portuguese, Italian
  ...[
    'automatic reply',
    'automated reply',
    'auto reply',
    'autoreply',
    'auto-reply',
    'auto response',
    'auto-response',
    'automatic response',
    'autoresponder',
  ],
  ...[
    'out of office',
    'out of the office',
    'out-of-office',
    'on vacation',
    'away from my mail',
    'vacation reply',
    'ooo:',
    'i am out of',
  ],
  ...[
    'réponse automatique',
    'reponse automatique',
    'absence du bureau',
    'absent(e) du bureau',
    'absence :',
    'message d’absence',
    "message d'absence",
  ],
  ...[
    'automatische antwort',
    'abwesenheitsnotiz',
    'abwesenheit:',
    'abwesenheitsmeldung',
    'abwesend',
    'out of office antwort',
    'automatische rückantwort',
    'urlaubsnotiz',
  ],
  ...[
    'respuesta automática',
    'respuesta automatica',
    'fuera de la oficina',
    'fuera de oficina',
    'resposta automática',
    'ausência temporária',
    'fora do escritório',
    'resposta automàtica',
  ],
  ...['risposta automatica', 'fuori sede', 'fuori ufficio', 'risposta fuori sede'],
  // Dutch, Scandinavian, Finnish
  ...[
    'automatisch antwoord',
    'afwezigheidsbericht',
    'afwezig:',
    'niet aanwezig',
    'autosvar',
    'automatiskt svar',
    'frånvaro',
    'automatisk svar',
    'automatisk besvarelse',
    'fraværsbesked',
    'fravær:',
    'ikke til stede',
  ],
  ...['automaattinen vastaus', 'poissaoloviesti', 'poissa'],
  // Slavic, Hungarian, Romanian, Greek, Turkish, Baltic
  ...[
    'autoodpowiedź',
    'automatyczna odpowiedź',
    'odpowiedź automatyczna',
    'nieobecność',
    'automatická odpověď',
    'automatická odpoveď',
    'automatické odpovědi',
    'mimo kancelář',
  ],
  ...[
    'автоматический ответ',
    'автоответ',
    'вне офиса',
    'автоматична відповідь',
    'автоматичен отговор',
    'automatski odgovor',
    'samodejni odgovor',
    'аутоматски одговор',
  ],
  ...[
    'automatikus válasz',
    'automata válasz',
    'házon kívül',
    'răspuns automat',
    'raspuns automat',
    'αυτόματη απάντηση',
    'otomatik yanıt',
    'otomatik cevap',
    'ofis dışında',
    'automātiska atbilde',
    'automaatvastus',
    'automatinis atsakymas',
  ],
  // Asian and Semitic
  ...[
    '自动答复',
    '自动回复',
    '自動回覆',
    '自動回復',
    '自動回應',
    '不在办公室',
    '自動応答',
    '自動返信',
    '不在通知',
    '자동 회신',
    '자동회신',
    '부재중',
    '부재 중',
  ],
  ...[
    'الرد التلقائي',
    'رد تلقائي',
    'מענה אוטומטי',
    'תשובה אוטומטית',
    'תגובה אוטומטית',
    'پاسخ خودکار',
    'ตอบกลับอัตโนมัติ',
    'การตอบกลับอัตโนมัติ',
    'trả lời tự động',
    'balasan otomatis',
    'jawapan automatik',
    'स्वचालित उत्तर',
  ],
];

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** At the start, behind a reply prefix or a bracket: a person may write of an absence further on. */
const SUBJECT = new RegExp(
  `^(?:(?:re|aw|sv|fw|fwd|antw)\\s*:\\s*)?[\\[(*【\\s]*(?:${SUBJECTS.map(literal).join('|')})`,
  'iu',
);
const NO_REPLY =
  /^(no[._-]?reply|do[._-]?not[._-]?reply|donotreply|dont[._-]?reply|noreply|ne[._-]?pas[._-]?repondre|nao[._-]?responda|no[._-]?responder|non[._-]?rispondere|nicht[._-]?antworten|keine[._-]?antwort|nepasrepondre|noresponder|niet[._-]?beantwoorden|ei[._-]?vastausta|svara[._-]?inte|unattended|no\.?answer)([+.@_-]|\d|$)/i;

/** strong: in the form in which programs write it, the words and then a colon or nothing; weak: it only begins like that. */
export function autoReplySubject(subject: string): 'strong' | 'weak' | null {
  const text = subject.slice(0, 300).normalize('NFKC');
  const match = SUBJECT.exec(text);
  if (match === null) return null;
  return /[:]$/.test(match[0]) || /^[\])】*!.\s]*(?:$|[:\-–—([/|]|re:|aw:)/iu.test(text.slice(match[0].length))
    ? 'strong'
    : 'weak';
}

export function isNoReplyAddress(address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@'));
  return NO_REPLY.test(`${local}@`) || /(^|[._+-])(no-?reply|donotreply)($|[._+-])/i.test(local);
}
