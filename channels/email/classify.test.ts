/** Who wrote it, a person or which machine, and whether a machine may answer. */
import { classifyMail } from './classify.ts';
import type { MailKind } from './model.ts';
import { parseMail } from './parse-mail.ts';
import { utf8Mail } from './testing.ts';

const classify = async (lines: string[], mailFrom?: string) =>
  classifyMail(
    await parseMail(
      utf8Mail([
        ...(lines.some((line) => /^from:/i.test(line)) ? [] : ['From: Zoe <zoe@example.org>']),
        ...(lines.some((line) => /^subject:/i.test(line)) ? [] : ['Subject: Lamp']),
        ...lines,
        ...(lines.includes('') ? [] : ['', 'Hello, my lamp is broken.']),
      ]),
    ),
    mailFrom === undefined ? null : { mailFrom, rcptTo: [] },
  );

const daemon = 'From: Mail Delivery System <MAILER-DAEMON@mx.example>';
const report = (type: string): string[] => [
  `Content-Type: multipart/report; report-type=${type}; boundary=b`,
  '',
  '--b',
  '',
  'Text',
  '--b--',
];
const invitation = [
  'Content-Type: text/calendar; method=REQUEST',
  '',
  'BEGIN:VCALENDAR',
  'METHOD:REQUEST',
  'END:VCALENDAR',
];

it.each<[string, MailKind, string[], string?]>([
  ['a letter', 'person', []],
  ['a letter with its envelope', 'person', [], 'zoe@example.org'],
  ['a delivery report', 'bounce', report('delivery-status')],
  [
    'a delivery report that is auto-replied',
    'bounce',
    ['Auto-Submitted: auto-replied', ...report('"delivery-status"')],
  ],
  ['a read receipt', 'receipt', report('disposition-notification')],
  ['an abuse report', 'feedback', report('feedback-report')],
  ['failed recipients', 'bounce', ['X-Failed-Recipients: a@b.c']],
  [
    'qmail',
    'bounce',
    ['From: MAILER-DAEMON@mx.example', 'Subject: failure notice', '', "I'm afraid I wasn't able to deliver"],
    '',
  ],
  ['a German bounce', 'bounce', [daemon, 'Subject: Unzustellbar: Lampe']],
  ['a Japanese bounce', 'bounce', ['From: postmaster@mx.example', 'Subject: 配信失敗', '', 'ユーザーが見つかりません']],
  [
    'a bounce from a strange sender',
    'bounce',
    ['From: admin@mx.example', 'Subject: Undelivered mail', '', '550 5.1.1 user unknown'],
  ],
  [
    'a null sender that says so',
    'bounce',
    ['Return-Path: <>', 'Subject: Notice', '', 'a@b.c could not be delivered: 550 5.1.1 User unknown'],
  ],
  [
    'a customer who forwards a bounce',
    'person',
    ['Subject: Fwd: Undelivered mail', '', 'What is this? 550 5.1.1 user unknown'],
  ],
  ['a customer who asks about a bounce', 'person', ['Subject: question', '', 'I got 550 5.1.1 user unknown']],
  [
    'a vacation that repeats such a subject',
    'auto-reply',
    ['Auto-Submitted: auto-replied', 'Subject: Re: Delivery failed, help', '', 'I am on holiday.'],
    '',
  ],
  ['auto-replied', 'auto-reply', ['Auto-Submitted: auto-replied; owner=x (vacation)']],
  ['auto-generated', 'auto-generated', ['Auto-Submitted: (cron) Auto-Generated']],
  ['auto-notified', 'auto-generated', ['Auto-Submitted: auto-notified; owner-email="x"']],
  ['auto-submitted no', 'person', ['Auto-Submitted: no']],
  ['auto-submitted No with a comment', 'person', ['Auto-Submitted: (really) No (not at all)']],
  [
    'Exchange out of office',
    'auto-reply',
    ['Auto-Submitted: auto-generated', 'Subject: Automatic reply: Lamp', 'X-Auto-Response-Suppress: All'],
    '',
  ],
  ['an autoresponder of old', 'auto-reply', ['X-Autoreply: yes']],
  ['not an autoresponder', 'person', ['X-Autoreply: no']],
  ['precedence auto_reply', 'auto-reply', ['Precedence: auto_reply']],
  ['vacation marked as bulk', 'auto-reply', ['Precedence: bulk', 'Subject: Out of Office: Lamp']],
  ['a localized subject without headers', 'auto-reply', ['Subject: Abwesenheitsnotiz: Lampe']],
  ['another one', 'auto-reply', ['Subject: 自動返信: ランプ']],
  ['another one', 'auto-reply', ['Subject: Réponse automatique : Lampe']],
  ['another one', 'auto-reply', ['Subject: 自动答复: 灯']],
  ['a person who writes of an office', 'person', ['Subject: Out of office chairs, when?']],
  ['a person who answers such a subject', 'person', ['Subject: Re: Out of office: Lamp', 'In-Reply-To: <1@x>']],
  ['a list', 'list', ['List-Id: <lamps.example>']],
  ['a newsletter', 'list', ['List-Unsubscribe: <mailto:x@y.z>']],
  ['bulk', 'list', ['Precedence: bulk']],
  ['an invitation', 'calendar', invitation],
  ['an invitation of a calendar server', 'calendar', ['Auto-Submitted: auto-generated', ...invitation]],
  [
    'an attached calendar file',
    'person',
    [
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'see',
      '--b',
      'Content-Type: text/calendar',
      '',
      'BEGIN:VCALENDAR',
      '--b--',
    ],
  ],
  ['a null sender', 'auto-generated', [], ''],
  ['a mail system that says nothing of delivery', 'auto-generated', [daemon, 'Subject: Welcome']],
  ['noreply', 'auto-generated', ['From: no-reply@shop.example']],
  ['noreply of a subsystem', 'auto-generated', ['From: orders-noreply@shop.example']],
  ['a contact form', 'person', ['From: noreply@forms.example', 'Reply-To: zoe@example.org']],
  ['an address that only begins so', 'person', ['From: noreplyn@example.org']],
])('%s is %s', async (_, kind, lines, ...mailFrom) => {
  expect((await classify(lines, mailFrom[0])).kind).toBe(kind);
});

it.each([
  ['a letter', true, []],
  ['noreply', false, ['From: no-reply@shop.example']],
  ['a suppressed answer', false, ['X-Auto-Response-Suppress: DR, OOF, AutoReply']],
  ['suppressed receipts only', true, ['X-Auto-Response-Suppress: DR, RN']],
  ['nobody', false, ['From: <>']],
  ['another installation', false, ['X-Parley-Instance: abc']],
  ['a loop', false, ['X-Loop: zoe@example.org']],
  ['a list', false, ['List-Id: <x.y>']],
  ['words like those of a vacation', false, ['Subject: Out of office chairs, when?']],
])('%s may be answered: %s', async (_, mayAnswer, lines) => {
  expect((await classify(lines)).mayAnswer).toBe(mayAnswer);
});

it('answers no machine, whatever kind it is', async () => {
  for (const lines of [report('delivery-status'), ['Auto-Submitted: auto-replied'], ['Precedence: list'], invitation])
    expect((await classify(lines)).mayAnswer).toBe(false);
});

/** As Exchange, Notes and providers write them where they speak; without any header that says so. */
const vacations = [
  ...[
    'Automatic reply: Lamp',
    'Out of Office AutoReply: Lamp',
    'Out of Office Re: Lamp',
    'OOO: Lamp',
    'Vacation: Re: Lamp',
  ],
  ...['Automated response: thank you', 'Automatic response to your message', '[Auto-Reply] Lamp', '*** Autoreply ***'],
  ...['AUTO: Zoe Example is out of the office (returning 01/12/2026)', 'AUTO: Zoe ist außer Haus (Rückkehr am 1.12.)'],
  ...['Automatische Antwort: Lampe', 'Abwesenheitsassistent: Lampe', 'Abwesend: Lampe', 'Automatisch antwoord: Lamp'],
  ...['Réponse automatique : Lampe', 'Absent : Lampe', "Message d'absence", 'Respuesta automática: X', 'Ausente: X'],
  ...['Fuera de la oficina: X', 'Risposta automatica: X', 'Fuori ufficio: X', 'Resposta automatica: X', 'Afwezig: X'],
  ...['Autosvar: X', 'Frånvarande: X', 'Ej på kontoret: X', 'Ikke på kontoret: X', 'Automaattinen vastaus: X'],
  ...['Odpowiedź automatyczna: X', '[Automatyczna odpowiedź] test', 'Poza biurem: X', 'Automatická odpověď: X'],
  ...['Automatikus válasz: X', 'Răspuns automat: X', 'Автоматический ответ: X', 'Вне офиса: X', 'Нет на месте: X'],
  ...['Автоматична відповідь: X', 'Αυτόματη απάντηση: X', 'Otomatik yanıt: X', 'Automātiskā atbilde: X'],
  ...['תשובה אוטומטית: X', 'رد تلقائي: X', 'الرد التلقائي: X'],
  ...[
    '自动答复: 灯',
    '自动回复：灯',
    '自動回覆: 燈',
    '自動応答: ランプ',
    '【自動返信】お問い合わせ',
    '不在のお知らせ',
    '자동 회신: 램프',
  ],
  ...['ตอบกลับอัตโนมัติ: X', 'Trả lời Tự động: X', 'Balasan Otomatis: X'],
];
it.each(vacations)('knows an automatic reply by "%s" alone', async (subject) => {
  expect((await classify([`Subject: ${subject}`])).kind).toBe('auto-reply');
});

it.each([
  ...[
    'Auto: Ölwechsel fällig',
    'Vacation: booking 4711',
    'Absent minded customer',
    'Out of stock',
    'Automatic doors: price?',
  ],
  ...['Urlaub: Buchung 4711', 'Autoresponder kaufen', '不在票について', 'Re: Out of office chairs', 'Office closed?'],
])('takes "%s" for a person’s', async (subject) => {
  expect((await classify([`Subject: ${subject}`])).kind).toBe('person');
});

it.each<[string, MailKind, string[], string?]>([
  ['vacation(1), which says bulk', 'auto-reply', ['Precedence: bulk', 'Subject: Thank you for your e-mail'], ''],
  ['a notice in bulk with no return', 'auto-reply', ['Precedence: junk', 'Subject: Lamp'], ''],
  ['a newsletter in bulk with no return', 'list', ['Precedence: bulk', 'List-Unsubscribe: <mailto:x@y.z>'], ''],
  [
    'a refusal in the shape of a receipt',
    'bounce',
    ['Auto-Submitted: auto-replied (rejected)', ...report('disposition-notification')],
  ],
  ['a mirror of a daemon', 'bounce', [daemon, 'X-Autogenerated: Mirror', 'Subject: mail failed, returning to sender']],
  [
    'a gateway without a name',
    'bounce',
    [
      'From: smtp@mx.example',
      'Subject: Returned Mail - Error',
      '',
      '<a@b.c>: mailbox unavailable [SMTP Error Code 550]',
    ],
  ],
  [
    'a mail system that names no sender',
    'bounce',
    [
      'From: "Mail system" <>',
      'Subject: Mail Error',
      '',
      'Your mail cannot be delivered to the following: bo@example.net',
    ],
  ],
  [
    'a person whose program names no sender',
    'person',
    ['From: "Zoe" <>', 'Subject: Mailbox size', '', 'Can you help?'],
  ],
  [
    'a postmaster whose address is written wrong',
    'bounce',
    ['From: <Postmaster\\@mx.example@x.example>', 'Subject: Mail Delivery Warning', '', 'postponed'],
  ],
  ['a person whose parcel was not delivered', 'person', ['Subject: Delivery failed', '', 'My parcel did not come.']],
  ['a person whose mail was returned', 'person', ['Subject: Returned mail', '', 'The parcel was returned, 550 lamps.']],
])('%s is %s', async (_, kind, lines, ...mailFrom) => {
  expect((await classify(lines, mailFrom[0])).kind).toBe(kind);
});
