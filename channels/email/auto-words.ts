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
    'ooo re:',
    'auto: re:',
    'out of office autoreply',
    'out of office auto-reply',
    'out of office reply',
    'out of office message',
    'out of office notification',
    'vacation: re:',
    'vacation autoreply',
    'vacation message',
    'automated response',
    'automatic answer',
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
    'absent :',
    'absent:',
    'réponse auto',
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
    'abwesenheitsassistent',
    'abwesenheitsnachricht',
    'autoantwort',
    'automatische e-mail-antwort',
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
    'resposta automatica',
    'ausente:',
    'autorespuesta',
    'erantzun automatikoa',
  ],
  ...['risposta automatica', 'fuori sede', 'fuori ufficio', 'risposta fuori sede', 'autorisposta', 'assente:'],
  // Dutch, Scandinavian, Finnish
  ...[
    'automatisch antwoord',
    'afwezigheidsbericht',
    'afwezig:',
    'niet aanwezig',
    'niet op kantoor',
    'afwezigheidsmelding',
    'frånvarande',
    'ej på kontoret',
    'inte på kontoret',
    'ikke på kontoret',
    'ude af kontoret',
    'autosvar',
    'automatiskt svar',
    'frånvaro',
    'automatisk svar',
    'automatisk besvarelse',
    'fraværsbesked',
    'fravær:',
    'ikke til stede',
  ],
  ...['automaattinen vastaus', 'poissaoloviesti', 'poissa toimistosta', 'poissa'],
  // Slavic, Hungarian, Romanian, Greek, Turkish, Baltic
  ...[
    'autoodpowiedź',
    'automatyczna odpowiedź',
    'odpowiedź automatyczna',
    'nieobecność',
    'nieobecny',
    'nieobecna',
    'poza biurem',
    'automatická odpověď',
    'automatická odpoveď',
    'automatické odpovědi',
    'mimo kancelář',
  ],
  ...[
    'автоматический ответ',
    'автоответ',
    'вне офиса',
    'отсутствует:',
    'нет на месте:',
    'вне офісу',
    'поза офісом',
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
    'εκτός γραφείου',
    'otomatik yanıt',
    'otomatik cevap',
    'ofis dışında',
    'automātiska atbilde',
    'automātiskā atbilde',
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
    '不在のお知らせ',
    '自動返信メール',
    '外出:',
    '부재중 자동 회신',
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
    'balasan automatik',
    'מחוץ למשרד',
    'خارج المكتب',
    'jawapan automatik',
    'स्वचालित उत्तर',
  ],
];

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** At the start, behind a reply prefix or a bracket: a person may write of an absence further on. */
const SUBJECT = new RegExp(
  `^(?:(?:re|aw|sv|fw|fwd|antw)\\s*:\\s*)?[\\[(*【\\s]*(?:${[...SUBJECTS]
    .sort((a, b) => b.length - a.length)
    .map(literal)
    .join('|')})`,
  'iu',
);
/** Notes: `AUTO: Zoe is out of the office (returning …)`, in its languages. A matter may be about an auto, so the rest is asked. */
const NOTES =
  /^auto\s?:.{0,120}?(?:out of (?:the )?office|returning|is away|abwesend|nicht im büro|außer haus|rückkehr|zurück|absent|de retour|retour le|ausente|regres|fuori|ritorn|rientr|afwezig|terug|borta|fraværende|poissa|nieobecn|отсутств|不在|외출|부재)/iu;
/** In a sentence that no person begins with. */
const NAMED = /^(?:automatic|automated|auto)[ -]?(?:reply|response) (?:to|from)\b/i;
const NO_REPLY =
  /^(no[._-]?reply|do[._-]?not[._-]?reply|donotreply|dont[._-]?reply|noreply|ne[._-]?pas[._-]?repondre|nao[._-]?responda|no[._-]?responder|non[._-]?rispondere|nicht[._-]?antworten|keine[._-]?antwort|nepasrepondre|noresponder|niet[._-]?beantwoorden|ei[._-]?vastausta|svara[._-]?inte|unattended|no\.?answer)([+.@_-]|\d|$)/i;

/** strong: in the form in which programs write it, the words and then a colon or nothing; weak: it only begins like that. */
export function autoReplySubject(subject: string): 'strong' | 'weak' | null {
  const text = subject.slice(0, 300).normalize('NFKC');
  if (NOTES.test(text) || NAMED.test(text)) return 'strong';
  const match = SUBJECT.exec(text);
  if (match === null) return null;
  // `[Automatic reply] Lamp`: nobody types the brackets.
  if (/[[【(]/.test(match[0]) && /^[\])】]/.test(text.slice(match[0].length))) return 'strong';
  return /[:]$/.test(match[0]) || /^[\])】*!.\s]*(?:$|[:\-–—([/|]|re:|aw:)/iu.test(text.slice(match[0].length))
    ? 'strong'
    : 'weak';
}

export function isNoReplyAddress(address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@'));
  return NO_REPLY.test(`${local}@`) || /(^|[._+-])(no-?reply|donotreply)($|[._+-])/i.test(local);
}
