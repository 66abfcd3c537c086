/**
 * Replies as mail programs write them, in many languages: what the writer said now is never folded, and most of what they repeat is.
 * The grammar below makes them from a seed; by hand are those that once went wrong or that no program writes.
 */
import fc from 'fast-check';
import { htmlToText } from './html-text.ts';
import { seeded } from './testing.ts';
import { escapeHtml } from './text-html.ts';
import { trimQuote, trimQuoteHtml } from './trim-quote.ts';

const fold = (lines: string[], options = {}): string => trimQuote(lines.join('\n'), options).visible;

describe('by hand', () => {
  it.each<[string, string[], string]>([
    [
      'above a quote',
      ['Thanks!', '', 'On Mon, Nov 30, 2026 at 5:00 AM Help <help@shop.example> wrote:', '> Hello', '> there'],
      'Thanks!',
    ],
    ['below a quote', ['On Mon, 30 Nov 2026 Help wrote:', '> Hello', '> there', '', 'Thanks!'], 'Thanks!'],
    ['above and below', ['Hi,', '', 'Help wrote:', '> Hello', '> there', '', 'Thanks!'], 'Hi,\n\n\nThanks!'],
    ['an old Gmail', ['Yes', '', '2011/3/1 Help <help@shop.example>', '', '> Hello', '> there'], 'Yes'],
    ['Notes', ['Yes', '', '-----Help <help@shop.example> wrote: -----', 'To: Zoe', 'Hello'], 'Yes'],
    [
      'headers in one line',
      ['Yes', '', '*From:* Help <help@shop.example> *Sent:* Monday 5:00 *To:* Zoe *Subject:* Lamp', '', 'Hello'],
      'Yes',
    ],
    [
      'an attribution without its quote',
      ['Yes', '', 'On Mon, Nov 30, 2026 at 5:00 AM Help <help@shop.example> wrote:'],
      'Yes',
    ],
    ['marks below everything', ['Yes', '', '> Hello', '> there'], 'Yes'],
    [
      'a wrapped attribution',
      ['Yes', '', 'On Mon, Nov 30, 2026 at 5:00 AM Help of the Shop', '<help@shop.example> wrote:', '', '> Hello'],
      'Yes',
    ],
    [
      'no marks',
      ['Yes', '', 'On Mon, Nov 30, 2026 at 5:00 AM Help <help@shop.example> wrote:', '', 'Hello there'],
      'Yes',
    ],
    [
      'Outlook',
      [
        'Yes',
        '',
        '________________________________',
        'From: Help <help@shop.example>',
        'Sent: Monday, November 30, 2026 5:00 AM',
        'To: Zoe',
        'Subject: Lamp',
        '',
        'Hello there',
      ],
      'Yes',
    ],
    ['old Outlook', ['Yes', '', '-----Original Message-----', 'From: Help', 'Hello there'], 'Yes'],
    [
      'a header block with stars',
      ['Yes', '', '*From:* Help', '*Sent:* Monday', '*To:* Zoe', '*Subject:* Lamp', '', 'Hello'],
      'Yes',
    ],
    [
      'Gmail in Japanese',
      ['はい', '', '2026年11月30日(月) 5:00 Help <help@shop.example>:', '', '> こんにちは', '> お元気'],
      'はい',
    ],
    [
      'Gmail in Korean',
      ['네', '', '2026년 11월 30일 (월) 오전 5:00, Help <help@shop.example>님이 작성:', '', '> 안녕하세요'],
      '네',
    ],
    [
      'an unknown language with marks',
      ['Jā', '', 'Pirmd., 2026. g. 30. nov. 5:00 Help <help@shop.example>:', '> Labdien', '> Paldies'],
      'Jā',
    ],
    ['a signature', ['Yes', '', '-- ', 'Zoe Example', '+49 123'], 'Yes'],
    ['a phone', ['Yes', '', 'Sent from my iPhone'], 'Yes'],
    ['a program with a link', ['Kyllä', '', 'Hanki Outlook for iOS<https://aka.ms/x>'], 'Kyllä'],
    [
      'an attribution between dashes',
      ['Yes', '', '---- On Mon, 30 Nov 2026 05:00:00 +0100 Help <help@shop.example> wrote ----', '', 'Hello'],
      'Yes',
    ],
    [
      'an attribution that runs on',
      ['Yes', '', '  On Mon, 30 Nov 2026 at 5:00, Help<help@shop.example> wrote:   Hello', 'there'],
      'Yes',
    ],
    [
      'an attribution torn within the bracket',
      ['Yes', '', 'On Nov 30, 2026, at 5:00 AM, Help <', 'help@shop.example>', 'wrote:', '', 'Hello'],
      'Yes',
    ],
    [
      'an attribution right below the last line',
      ['Yes', 'Den 30 november, 2026 05:00:00, Help (help@shop.example) skrev:', '', 'Hello there'],
      'Yes',
    ],
    [
      'an attribution in the last line',
      ['It is red.', 'And big On Mon, Nov 30, 2026 at 5:00 AM Help <help@shop.example> wrote:', '', '> Hello'],
      'It is red.\nAnd big',
    ],
    [
      'a quote with a link torn out of it',
      ['Yes', '', 'On Mon, 30 Nov 2026 Help wrote:', '> See here', '>', ' (https://shop.example/a) >', '> Bye'],
      'Yes',
    ],
    [
      'a phone above a quote',
      [
        'Oui',
        '',
        'Envoyé de mon iPhone',
        '',
        '> Le 30 nov. 2026 à 05:00, Help <help@shop.example> a écrit :',
        '>',
        '> Bonjour',
      ],
      'Oui',
    ],
  ])('folds what stands %s', (_, lines, visible) => {
    expect(fold(lines)).toBe(visible);
  });

  it.each<[string, string[]]>([
    ['nothing but a quote', ['> Hello', '> there']],
    ['nothing but a signature', ['-- ', 'Zoe Example']],
    ['nothing but a phone', ['Sent from my iPhone']],
    [
      'answers between quotes',
      ['> Which lamp?', '> Really?', '', 'The red one.', '', '> When?', '> Today?', '', 'Yesterday.'],
    ],
    [
      'a forwarded mail',
      [
        'FYI',
        '',
        '---------- Forwarded message ---------',
        'From: Bo <bo@example.net>',
        'Date: Mon, Nov 30, 2026',
        'Subject: Lamp',
        'To: Zoe',
        '',
        'Hello',
      ],
    ],
    [
      'a forwarded mail of Apple',
      ['FYI', '', 'Begin forwarded message:', '', '> From: Bo <bo@example.net>', '> Subject: Lamp', '>', '> Hello'],
    ],
    [
      'a text that begins like an attribution',
      ['On Monday, 30 Nov 2026 your colleague wrote:', 'I should send the lamp back. Is that right?'],
    ],
    ['a journey', ['I need a ticket', 'From: Berlin', 'To: Hamburg', 'Date: 3 May', '', 'Is that possible?']],
    ['a log', ['It says:', '> npm start', '> error 5']],
    ['what a colleague is cited with', ['As my colleague wrote:', '> never do that', '> or this', '', 'What now?']],
    ['a sentence with a date and marks', ['I said On Monday 3 lamps: see', '> one', 'and', '> two', 'broke']],
    ['marks in the middle', ['I typed', '> npm start', '> npm test', 'and it broke']],
    [
      'a sentence about what was written',
      ['Hi', 'On 30 Nov 2026 your colleague Bo wrote:', 'you get a refund. I never did.'],
    ],
    ['a divider', ['First thought.', '--', `Second thought that is ${'very '.repeat(20)}long.`]],
    ['a single mark', ['The menu:', '> Settings', 'and then?']],
    ['a sum', ['I ordered', '> 5 lamps', 'please.']],
    ['words like labels', ['From: the beginning it was broken.', 'I do not know what to do.']],
    ['a list with colons', ['Order: 5', 'Date: today', 'Lamp: red', 'Can you help?']],
    ['a rule of dashes', ['First point', '-----', 'Second point']],
    ['a table of bars', ['| a | b |', '| 1 | 2 |']],
    [
      'answers in a quote without marks',
      [
        'See my answers below in red.',
        '',
        'From: Help',
        'Sent: Monday',
        'To: Zoe',
        'Subject: Lamp',
        '',
        'Which lamp?',
        'The red one',
      ],
    ],
  ])('shows all of %s', (_, lines) => {
    const text = lines.join('\n');
    expect(trimQuote(text)).toMatchObject({ visible: text.trim(), quoted: '' });
  });

  it('shows all of a mail that was passed on', () => {
    const text = 'Look\n\nFrom: Bo\nSent: Monday\nTo: Zoe\nSubject: Lamp\n\nHello';
    expect(trimQuote(text, { isForward: true }).quoted).toBe('');
  });

  it('knows our own last message in any form', () => {
    const lastOutgoing =
      'Hello Zoe,\n\nplease tell us which lamp it is and when you bought it.\nWe will send a new one at once.';
    const quote = [
      'Hello Zoe,',
      '',
      'please tell us which lamp it is and',
      'when you bought it.',
      'We will send a new one at once.',
    ];
    expect(fold(['The red one.', '', 'Klingon tlhIngan Hol 30.11.2026 Help:', ...quote], { lastOutgoing })).toBe(
      'The red one.',
    );
    expect(fold(['The red one.', '', ...quote], { lastOutgoing })).toBe('The red one.');
  });

  it('finds answers inside of our own message where nothing marks them', () => {
    const lastOutgoing = 'Which lamp is it that broke?\nWhen did you buy it from us?\nDo you want another one now?';
    const lines = [
      'Hi',
      '',
      'From: Help',
      'Sent: Monday',
      'To: Zoe',
      'Subject: Lamp',
      '',
      'Which lamp is it that broke?',
      'It is the big red one',
      'When did you buy it from us?',
      'Do you want another one now?',
    ];
    expect(trimQuote(lines.join('\n'), { lastOutgoing }).quoted).toBe('');
  });
});

describe('pages by hand', () => {
  it.each<[string, string, string]>([
    [
      'Gmail',
      '<div dir="ltr">Thanks!</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Nov 30, 2026 Help &lt;h@s.example&gt; wrote:<br></div><blockquote class="gmail_quote">Hello</blockquote></div>',
      'Thanks!',
    ],
    [
      'Apple Mail',
      '<body>Thanks!<div><br><blockquote type="cite"><div>On 30 Nov 2026, at 5:00, Help &lt;h@s.example&gt; wrote:</div><br><div>Hello</div></blockquote></div></body>',
      'Thanks!',
    ],
    [
      'Thunderbird',
      '<div class="moz-cite-prefix">Am 30.11.26 um 05:00 schrieb Help:<br></div><blockquote type="cite"><p>Hello</p></blockquote><p>Thanks!</p>',
      'Thanks!',
    ],
    [
      'Outlook on the web',
      '<div class="elementToProof">Thanks!</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Help<br><b>Sent:</b> Monday<br></div><div>Hello</div>',
      'Thanks!',
    ],
    [
      'Outlook',
      '<div class="WordSection1"><p class="MsoNormal">Thanks!</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>Von:</b> Help<br><b>Gesendet:</b> Montag<br><b>An:</b> Zoe<br><b>Betreff:</b> Lampe</p></div></div><p class="MsoNormal">Hello</p></div>',
      'Thanks!',
    ],
    [
      'Yahoo',
      '<div>Thanks!</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Monday, Help wrote:</div><div>Hello</div></div>',
      'Thanks!',
    ],
    [
      'GMX',
      '<div>Thanks!</div><div name="quote" style="margin:10px 5px 5px 10px"><b>Gesendet:</b> Montag<br>Hello</div>',
      'Thanks!',
    ],
    ['NetEase', '<div>好的</div><br><div id="isReplyContent">在 2026-11-30，Help 写道：<br>Hello</div>', '好的'],
    [
      'QQ',
      '<div>好的</div><div style="font-size:12px">------------------ 原始邮件 ------------------</div><div style="background:#efefef">发件人: Help<br>发送时间: 2026<br>主题: Lamp</div><div>Hello</div>',
      '好的',
    ],
    [
      'no structure but headers',
      '<p>Thanks!</p><hr><p><b>From:</b> Help<br><b>Sent:</b> Monday<br><b>To:</b> Zoe<br><b>Subject:</b> Lamp</p><p>Hello</p>',
      'Thanks!',
    ],
    [
      'a plain blockquote with its attribution',
      '<p>Thanks!</p><p>Le lun. 30 nov. 2026 à 05:00, Help &lt;h@s.example&gt; a écrit :</p><blockquote>Hello</blockquote>',
      'Thanks!',
    ],
    [
      'a signature',
      '<div>Thanks!</div><div class="gmail_signature">Zoe Example</div><div class="gmail_quote"><blockquote class="gmail_quote">Hello</blockquote></div>',
      'Thanks!',
    ],
  ])('%s', (_, html, expected) => {
    const trimmed = trimQuoteHtml(html);
    expect(trimmed.html).toContain('data-quoted');
    expect(trimmed.visible()).toBe(expected);
    // Nothing is missing from the page itself.
    expect(htmlToText(trimmed.html).replace(/\s/g, '')).toBe(htmlToText(html).replace(/\s/g, ''));
  });

  it.each<[string, string]>([
    ['only a quote', '<blockquote type="cite">Hello</blockquote>'],
    [
      'answers between quotes',
      '<blockquote type="cite">Which?</blockquote><p>Red.</p><blockquote type="cite">When?</blockquote><p>Today.</p>',
    ],
    [
      'answers in a Gmail quote',
      '<div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 30, 2026 Help wrote:</div><blockquote class="gmail_quote">Which?</blockquote><div>Red.</div><blockquote class="gmail_quote">When?</blockquote><div>Today.</div></div>',
    ],
    [
      'a forwarded mail',
      '<div>FYI</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Bo<br></div>Hello</div>',
    ],
    ['a quote of their own', '<p>The manual says</p><blockquote>Never open it.</blockquote><p>Why?</p>'],
    [
      'an indented text',
      '<blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>My words</div></blockquote>',
    ],
    ['a letter without any', '<p>Dear team,</p><p>my lamp is broken.</p>'],
    ['a mark of the sender', '<div data-quoted="">My words</div><p>more</p>'],
  ])('shows all of %s', (_, html) => {
    const trimmed = trimQuoteHtml(html);
    expect([trimmed.hasQuote, trimmed.html.includes('data-quoted')]).toEqual([false, false]);
    expect(trimmed.visible()).toBe(htmlToText(html));
  });

  it('keeps a picture that is all the answer', () => {
    expect(trimQuoteHtml('<img src="cid:a"><blockquote type="cite">Hello</blockquote>').hasQuote).toBe(true);
  });
});

describe('pages by hand, as their programs write them', () => {
  const wrote = 'On Mon, Nov 30, 2026 at 5:00 AM Help &lt;help@shop.example&gt; wrote:';
  const visibleOf = (html: string): string => trimQuoteHtml(html).visible().replace(/\s+/g, ' ').trim();
  it.each<[string, string, string]>([
    [
      'Yahoo',
      `<div>Yes</div><div id="ydp4ayahoo_quoted_1" class="ydp4ayahoo_quoted"><div>${wrote}</div><div>Hello</div></div>`,
      'Yes',
    ],
    [
      'Mail.ru',
      `<div>Yes</div><blockquote style="border-left:1px solid #0857A6">30 ноября 2026, 5:00 от Help &lt;help@shop.example&gt;:<br><div>Hello</div></blockquote>`,
      'Yes',
    ],
    [
      'Windows Mail',
      '<div>Yes</div><div style="border-top-color: #ccc; border-top-style: solid"><b>От:</b> <a href="mailto:a@b.c">Help</a><br><b>Отправлено:</b> четверг<br><b>Кому:</b> Zoe</div><div>Hello</div>',
      'Yes',
    ],
    [
      'Outlook, new',
      '<div>Yes</div><div style="border-style: solid none none"><b>From:</b> Help</div><div>Hello</div>',
      'Yes',
    ],
    [
      'a bar that nobody introduces',
      '<p>Yes</p><blockquote style="border-left: 2px solid #ccc"><div>Hello</div><div>there</div></blockquote>',
      'Yes',
    ],
    [
      'a line broken before the address',
      '<div>Yes<br><br>On Mon, Nov 30, 2026 at 5:00 AM Help of the Shop<br>&lt;help@shop.example&gt; wrote:<br><br>Hello</div>',
      'Yes',
    ],
    [
      'an own last line that looks like one, above a known quote',
      `<div>Hi<br>My address is zoe@example.org since 30.11.2026:</div><div class="gmail_quote"><div class="gmail_attr">${wrote}</div><blockquote class="gmail_quote">Hello</blockquote></div>`,
      'Hi My address is zoe@example.org since 30.11.2026:',
    ],
    [
      'an own last line with a number, above one that no structure tells',
      `<div>Hi</div><div>It is order 4711 of 2026-11-01 and it flickers when touched.</div><div><br></div><div>${wrote}</div><div>Hello</div>`,
      'Hi It is order 4711 of 2026-11-01 and it flickers when touched.',
    ],
    [
      'own lines above a rule of Zimbra',
      '<div>Hi</div><div>Am 3.12. bin ich da.</div><div>Write to bo@example.org, please:</div><hr id="zwchr"><div><b>From:</b> Help</div><div>Hello</div>',
      'Hi Am 3.12. bin ich da. Write to bo@example.org, please:',
    ],
  ])('folds %s', (_, html, visible) => {
    expect(visibleOf(html)).toBe(visible);
  });

  it.each<[string, string]>([
    [
      'words moved in by Outlook',
      '<p>Two things</p><blockquote style="margin:0 0 0 40px;border:none;padding:0"><div>the lamp</div><div>the rug</div></blockquote>',
    ],
    [
      'what is led up to',
      '<p>Your terms say:</p><blockquote style="border-left:2px solid #ccc"><div>One</div><div>Two</div></blockquote>',
    ],
    [
      'what is spoken of in the middle',
      '<p>You say</p><blockquote style="border-left:2px solid #ccc"><div>One</div><div>Two</div></blockquote><p>but I do not see it.</p>',
    ],
    [
      'a single line with a bar',
      '<p>As the poet has it</p><blockquote style="border-left:2px solid #ccc">No man is an island</blockquote>',
    ],
  ])('keeps %s', (_, html) => {
    expect(trimQuoteHtml(html).hasQuote).toBe(false);
  });
});

// ── a grammar of replies ────────────────────────────────────────────────────────────────────────────────────────────────

interface Language {
  name: string;
  /** date, sender → attribution as Gmail and Apple Mail write it */
  wrote: (date: string, sender: string) => string;
  labels: [string, string, string, string];
  original: string;
  phone: string;
  words: string[];
}

const languages: Language[] = [
  {
    name: 'en',
    wrote: (d, s) => `On ${d}, ${s} wrote:`,
    labels: ['From', 'Sent', 'To', 'Subject'],
    original: 'Original Message',
    phone: 'Sent from my iPhone',
    words: ['Thank you for the quick help', 'The lamp still flickers', 'It is order 4711'],
  },
  {
    name: 'de',
    wrote: (d, s) => `Am ${d} schrieb ${s}:`,
    labels: ['Von', 'Gesendet', 'An', 'Betreff'],
    original: 'Ursprüngliche Nachricht',
    phone: 'Von meinem iPhone gesendet',
    words: ['Vielen Dank für die Hilfe', 'Die Lampe flackert noch', 'Es ist Bestellung 4711'],
  },
  {
    name: 'fr',
    wrote: (d, s) => `Le ${d}, ${s} a écrit :`,
    labels: ['De', 'Envoyé', 'À', 'Objet'],
    original: "Message d'origine",
    phone: 'Envoyé de mon iPhone',
    words: ['Merci beaucoup', 'La lampe clignote encore', "C'est la commande 4711"],
  },
  {
    name: 'es',
    wrote: (d, s) => `El ${d}, ${s} escribió:`,
    labels: ['De', 'Enviado el', 'Para', 'Asunto'],
    original: 'Mensaje original',
    phone: 'Enviado desde mi iPhone',
    words: ['Muchas gracias', 'La lámpara parpadea', 'Es el pedido 4711'],
  },
  {
    name: 'pt',
    wrote: (d, s) => `Em ${d}, ${s} escreveu:`,
    labels: ['De', 'Enviada em', 'Para', 'Assunto'],
    original: 'Mensagem original',
    phone: 'Enviado do meu iPhone',
    words: ['Muito obrigado', 'A lâmpada ainda pisca'],
  },
  {
    name: 'it',
    wrote: (d, s) => `Il giorno ${d} ${s} ha scritto:`,
    labels: ['Da', 'Inviato', 'A', 'Oggetto'],
    original: 'Messaggio originale',
    phone: 'Inviato da iPhone',
    words: ['Grazie mille', 'La lampada lampeggia ancora'],
  },
  {
    name: 'nl',
    wrote: (d, s) => `Op ${d} schreef ${s}:`,
    labels: ['Van', 'Verzonden', 'Aan', 'Onderwerp'],
    original: 'Oorspronkelijk bericht',
    phone: 'Verstuurd vanaf mijn iPhone',
    words: ['Bedankt voor de hulp', 'De lamp knippert nog'],
  },
  {
    name: 'sv',
    wrote: (d, s) => `Den ${d} skrev ${s}:`,
    labels: ['Från', 'Skickat', 'Till', 'Ämne'],
    original: 'Ursprungligt meddelande',
    phone: 'Skickat från min iPhone',
    words: ['Tack för hjälpen', 'Lampan blinkar'],
  },
  {
    name: 'da',
    wrote: (d, s) => `Den ${d} skrev ${s}:`,
    labels: ['Fra', 'Sendt', 'Til', 'Emne'],
    original: 'Oprindelig meddelelse',
    phone: 'Sendt fra min iPhone',
    words: ['Mange tak', 'Lampen blinker'],
  },
  {
    name: 'fi',
    wrote: (d, s) => `${s} kirjoitti ${d}:`,
    labels: ['Lähettäjä', 'Lähetetty', 'Vastaanottaja', 'Aihe'],
    original: 'Alkuperäinen viesti',
    phone: 'Lähetetty iPhonesta',
    words: ['Kiitos avusta', 'Lamppu vilkkuu'],
  },
  {
    name: 'pl',
    wrote: (d, s) => `${d} ${s} napisał(a):`,
    labels: ['Od', 'Wysłano', 'Do', 'Temat'],
    original: 'Oryginalna wiadomość',
    phone: 'Wysłane z iPhone’a',
    words: ['Dziękuję bardzo', 'Lampa nadal miga'],
  },
  {
    name: 'cs',
    wrote: (d, s) => `${d} odesílatel ${s} napsal:`,
    labels: ['Od', 'Odesláno', 'Komu', 'Předmět'],
    original: 'Původní zpráva',
    phone: 'Odesláno z iPhonu',
    words: ['Děkuji', 'Lampa stále bliká'],
  },
  {
    name: 'hu',
    wrote: (d, s) => `${s} ezt írta (időpont: ${d}):`,
    labels: ['Feladó', 'Elküldve', 'Címzett', 'Tárgy'],
    original: 'Eredeti üzenet',
    phone: 'Az iPhone-omról küldve',
    words: ['Köszönöm szépen', 'A lámpa villog'],
  },
  {
    name: 'ro',
    wrote: (d, s) => `Pe ${d}, ${s} a scris:`,
    labels: ['De la', 'Trimis', 'Către', 'Subiect'],
    original: 'Mesaj original',
    phone: 'Trimis de pe iPhone-ul meu',
    words: ['Mulțumesc', 'Lampa pâlpâie'],
  },
  {
    name: 'tr',
    wrote: (d, s) => `${s}, ${d} tarihinde şunu yazdı:`,
    labels: ['Kimden', 'Gönderildi', 'Kime', 'Konu'],
    original: 'Özgün İleti',
    phone: 'iPhone’umdan gönderildi',
    words: ['Teşekkürler', 'Lamba titriyor'],
  },
  {
    name: 'ru',
    wrote: (d, s) => `${d} ${s} написал(а):`,
    labels: ['От', 'Отправлено', 'Кому', 'Тема'],
    original: 'Исходное сообщение',
    phone: 'Отправлено с iPhone',
    words: ['Большое спасибо', 'Лампа всё ещё мигает'],
  },
  {
    name: 'uk',
    wrote: (d, s) => `${d} ${s} пише:`,
    labels: ['Від', 'Надіслано', 'Кому', 'Тема'],
    original: 'Оригінальне повідомлення',
    phone: 'Надіслано з iPhone',
    words: ['Дуже дякую', 'Лампа блимає'],
  },
  {
    name: 'el',
    wrote: (d, s) => `Στις ${d}, ο χρήστης ${s} έγραψε:`,
    labels: ['Από', 'Στάλθηκε', 'Προς', 'Θέμα'],
    original: 'Αρχικό μήνυμα',
    phone: 'Στάλθηκε από το iPhone μου',
    words: ['Ευχαριστώ πολύ', 'Η λάμπα τρεμοσβήνει'],
  },
  {
    name: 'he',
    wrote: (d, s) => `‫בתאריך ${d} מאת ${s} כתב:‬`.replace(/[‫‬]/g, ''),
    labels: ['מאת', 'נשלח', 'אל', 'נושא'],
    original: 'הודעה מקורית',
    phone: 'נשלח מה-iPhone שלי',
    words: ['תודה רבה', 'המנורה מהבהבת'],
  },
  {
    name: 'ar',
    wrote: (d, s) => `في ${d} كتب ${s}:`,
    labels: ['من', 'تم الإرسال', 'إلى', 'الموضوع'],
    original: 'الرسالة الأصلية',
    phone: 'أُرسلت من الـ iPhone',
    words: ['شكرا جزيلا', 'المصباح يومض'],
  },
  {
    name: 'zh',
    wrote: (d, s) => `${s} 于${d}写道：`,
    labels: ['发件人', '发送时间', '收件人', '主题'],
    original: '原始邮件',
    phone: '发自我的iPhone',
    words: ['非常感谢', '灯还在闪'],
  },
  {
    name: 'ja',
    wrote: (d, s) => `${d} ${s}:`,
    labels: ['差出人', '送信日時', '宛先', '件名'],
    original: '元のメッセージ',
    phone: 'iPhoneから送信',
    words: ['ありがとうございます', 'まだ点滅しています'],
  },
  {
    name: 'ko',
    wrote: (d, s) => `${d}, ${s}님이 작성:`,
    labels: ['보낸 사람', '보낸 날짜', '받는 사람', '제목'],
    original: '원본 메시지',
    phone: '나의 iPhone에서 보냄',
    words: ['감사합니다', '램프가 깜박입니다'],
  },
  {
    name: 'vi',
    wrote: (d, s) => `Vào ${d}, ${s} đã viết:`,
    labels: ['Từ', 'Đã gửi', 'Đến', 'Chủ đề'],
    original: 'Thư gốc',
    phone: 'Đã gửi từ iPhone của tôi',
    words: ['Cảm ơn nhiều', 'Đèn vẫn nhấp nháy'],
  },
];

const dates = [
  'Mon, 30 Nov 2026 at 05:00',
  '30.11.2026 05:00',
  '30/11/2026, 05:00',
  '2026-11-30 05:00',
  '2026年11月30日 5:00',
  '30 nov. 2026, 17:05',
];
const senders = [
  'Help <help@shop.example>',
  '"Shop, Help" <help@shop.example>',
  'help@shop.example',
  'Anna Müller <anna.mueller@shop.example>',
];
const tricky = [
  '',
  'Note: it is > 5 V',
  'a: b',
  '- one',
  '1. two',
  'https://shop.example/a?b=c',
  'Regards',
  'Zoe',
  '🙂',
  '"I wrote: no"',
  'From 5 to 6 pm',
  'To: be or not',
  'On Monday it broke',
];

type Random = ReturnType<typeof seeded>;

function someWords(random: Random, language: Language, count: number): string[] {
  return Array.from({ length: 1 + random.below(count) }, () =>
    random.chance(0.6) ? `${random.pick(language.words)} ${random.below(1_000)}.` : random.pick(tricky),
  );
}

/** A thread of one to three turns; the newest on top or at the bottom, as one program writes it. */
function makeReply(random: Random): {
  language: Language;
  own: string[];
  quoted: string[];
  text: string;
  html: string | null;
  style: string;
} {
  const language = random.pick(languages);
  const [date, sender] = [random.pick(dates), random.pick(senders)];
  const own = [`${random.pick(language.words)}!`, ...someWords(random, language, 5)];
  const previous = [
    `${random.pick(language.words)} ${1_000 + random.below(9_000)}?`,
    ...someWords(random, random.pick(languages), 4),
    'old words',
  ];
  const nested = random.chance(0.4)
    ? [
        language.wrote(random.pick(dates), random.pick(senders)),
        ...someWords(random, language, 3).map((line) => `> ${line}`),
      ]
    : [];
  const inner = [...previous, ...nested];
  const attribution = language.wrote(date, sender);
  const marked = inner.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`));
  const [from, sent, to, subject] = language.labels;
  const separator = language.name === 'fr' ? ' :' : language.name === 'zh' ? '：' : ':';
  const block = [
    `${from}${separator} ${sender}`,
    `${sent}${separator} ${date}`,
    `${to}${separator} zoe@example.org`,
    `${subject}${separator} RE: Lamp`,
  ];
  const signed = random.chance(0.3) ? ['', language.phone] : [];
  const para = (lines: readonly string[]): string =>
    lines.map((line) => `<div>${line === '' ? '<br>' : escapeHtml(line)}</div>`).join('');
  const quote = inner.map((line) => line.replace(/^> /, ''));
  const styles: Record<string, () => [string[], string | null]> = {
    gmail: () => [
      [...own, '', ...wrap(attribution, random), '', ...marked],
      `<div dir="ltr">${para(own)}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${escapeHtml(attribution)}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">${para(quote)}</blockquote></div>`,
    ],
    apple: () => [
      [...own, ...signed, '', `> ${attribution}`, '> ', ...marked],
      `<body>${para(own)}<div><blockquote type="cite"><div>${escapeHtml(attribution)}</div><br>${para(quote)}</blockquote></div></body>`,
    ],
    thunderbird: () => [
      [attribution, ...marked, '', ...own],
      `<div class="moz-cite-prefix">${escapeHtml(attribution)}<br></div><blockquote type="cite">${para(quote)}</blockquote>${para(own)}`,
    ],
    outlook: () => [
      [
        ...own,
        ...signed,
        '',
        ...(random.chance(0.5) ? ['________________________________'] : []),
        ...block,
        '',
        ...quote,
      ],
      `<div class="WordSection1">${para(own)}<div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p>${block.map(escapeHtml).join('<br>')}</p></div></div>${para(quote)}</div>`,
    ],
    original: () => [
      [...own, '', `-----${language.original}-----`, ...block.slice(0, random.below(5)), '', ...quote],
      null,
    ],
    web: () => [
      [...own, '', attribution, '', ...quote],
      `<p>${own.map(escapeHtml).join('<br>')}</p><p>${escapeHtml(attribution)}</p><blockquote>${para(quote)}</blockquote>`,
    ],
    bare: () => [
      [...own, '', ...block, '', ...quote],
      `${para(own)}<p>${block.map(escapeHtml).join('<br>')}</p>${para(quote)}`,
    ],
  };
  const style = random.pick(Object.keys(styles));
  const [lines, html] = (styles[style] as () => [string[], string | null])();
  return { language, own, quoted: quote, text: lines.join('\n'), html, style };
}

function wrap(line: string, random: Random): string[] {
  const space = line.indexOf(' ', Math.min(40, Math.floor(line.length / 2)));
  return random.chance(0.4) && space > 0 ? [line.slice(0, space), line.slice(space + 1)] : [line];
}

const ink = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '');

it('loses no own line of 3000 replies, and leaves few quotes', () => {
  const random = seeded(2026);
  const left: string[] = [];
  let pages = 0;
  for (let round = 0; round < 3_000; round += 1) {
    const reply = makeReply(random);
    const trimmed = trimQuote(reply.text);
    const shown = new Set(ink(trimmed.visible));
    const lost = ink(reply.own.join('\n')).filter((line) => !shown.has(line));
    if (lost.length > 0) throw new Error(`lost ${JSON.stringify(lost)} of\n${reply.text}`);
    if (trimmed.visible.includes('old words')) left.push(`${reply.style}/${reply.language.name}`);
    expect(trimmed.segments.map((segment) => segment.text).join('')).toBe(reply.text);
    if (reply.html === null) continue;
    pages += 1;
    const visible = trimQuoteHtml(reply.html).visible();
    const seen = new Set(ink(visible));
    const gone = ink(reply.own.join('\n')).filter((line) => !seen.has(line) && !visible.includes(line));
    if (gone.length > 0) throw new Error(`lost ${JSON.stringify(gone)} of\n${reply.html}`);
    if (visible.includes('old words')) left.push(`${reply.style}/${reply.language.name}/page`);
  }
  expect(pages).toBeGreaterThan(1_500);
  expect(left.length).toBeLessThanOrEqual(5);
});

it('only sorts: segments put together are the text, whatever it is', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '> a',
      '>> b',
      '',
      '-- ',
      'On Mon, 30 Nov 2026 Zoe wrote:',
      'From: a',
      'Sent: b',
      'To: c',
      'Subject: d',
      '-----Original Message-----',
      'own words here',
      'Sent from my iPhone',
      '____',
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 20 }), fc.option(fc.string(), { nil: null }), (lines, lastOutgoing) => {
      const text = lines.join('\n');
      const { segments, visible } = trimQuote(text, { lastOutgoing });
      expect(segments.map((segment) => segment.text).join('')).toBe(text);
      if (/[\p{L}\p{N}]/u.test(text)) expect(visible).not.toBe('');
    }),
    { numRuns: 500 },
  );
});

it('loses no text of a page, whatever is nested in it', () => {
  const piece = fc.constantFrom(
    '<div>',
    '</div>',
    '<blockquote type="cite">',
    '</blockquote>',
    '<div class="gmail_quote">',
    'words ',
    'On Mon, 30 Nov 2026 a@b.c wrote:',
    '<br>',
    '<div id="divRplyFwdMsg">',
    '<p>',
    '</p>',
    'From: a<br>Sent: b<br>To: c<br>Subject: d',
    '<hr>',
    '<table><tr><td>',
    '</table>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const html = pieces.join('');
      const trimmed = trimQuoteHtml(html);
      expect(htmlToText(trimmed.html).replace(/[\s>]/g, '')).toBe(htmlToText(html).replace(/[\s>]/g, ''));
    }),
    { numRuns: 500 },
  );
});

it('looks at each line once, however many of them are ours', () => {
  const ours = 'We do have that lamp in green, and it costs 40 Euro.';
  const text = `${ours}\nsomething quite different from that here\n`.repeat(9_000);
  expect(trimQuote(text, { lastOutgoing: `${ours}\n`.repeat(3_000) }).quoted).toBe('');
});

it('is quick on floods', () => {
  expect(trimQuote('> a\n'.repeat(100_000)).visible).not.toBe('');
  expect(trimQuote(`${'x'.repeat(500_000)}\n> b`).visible).not.toBe('');
  expect(trimQuote('On a:\n'.repeat(19_000)).visible).not.toBe('');
  expect(trimQuoteHtml('<blockquote type="cite">a</blockquote>b'.repeat(20_000)).hasQuote).toBe(false);
  expect(trimQuoteHtml(`${'<div>'.repeat(100_000)}x`).hasQuote).toBe(false);
  expect(trimQuoteHtml('<br>From: a'.repeat(30_000)).hasQuote).toBe(false);
});
