/** Bounces of the systems that write them, in their own words: about whom, what follows, and which mail it was. */
import type { ConversationId, EntryId } from '../../shared/model/ids.ts';
import { readBounce } from './bounce.ts';
import type { BounceOutcome } from './bounce-outcome.ts';
import { parseMail } from './parse-mail.ts';
import { seeded, utf8Mail } from './testing.ts';
import { makeBounceAddress, makeMessageId } from './tokens.ts';

const secrets = ['secret'];
const entryId = '01M82133CGHKWZEA4QT51RYQE7' as EntryId;
const ourId = makeMessageId(
  { conversationId: '01M82133CGHKWZEA4QT51RYQE6' as ConversationId, entryId },
  'shop.example',
  secrets,
);

const read = async (lines: string[], rcptTo: string[] = ['support@shop.example']) => {
  const raw = utf8Mail([
    'From: MAILER-DAEMON@mx.example',
    'To: support@shop.example',
    'Message-ID: <bounce@mx.example>',
    ...lines,
  ]);
  return readBounce(raw, await parseMail(raw), { envelope: { mailFrom: '', rcptTo }, secrets });
};
const shortOf = async (lines: string[]) =>
  (await read(lines)).recipients.map((one) => [one.address, one.action, one.status, one.outcome]);

const dsn = (
  fields: string[],
  original: string[] = ['--b', 'Content-Type: text/rfc822-headers', '', `Message-ID: ${ourId}`, 'To: zoe@example.org'],
) => [
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  '',
  '--b',
  '',
  'This is the mail system.',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example',
  '',
  ...fields,
  ...original,
  '--b--',
];

it('reads a report of RFC 3464 with its original', async () => {
  const bounce = await read(
    dsn([
      'Original-Recipient: rfc822;zoe@example.org',
      'Final-Recipient: rfc822; zoe@inner.example.org',
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 <zoe@inner.example.org>: Recipient',
      ' address rejected: User unknown',
      '',
      'Final-Recipient: RFC822; <Bo@example.org>',
      'Action: Delayed (still trying)',
      'Status: 4.4.1 (no answer)',
      '',
      'Final-Recipient: rfc822;cy@example.org',
      'Action: delivered',
      'Status: 2.0.0',
    ]),
  );
  expect(bounce).toEqual({
    recipients: [
      {
        address: 'zoe@example.org',
        action: 'failed',
        status: '5.1.1',
        diagnostic: '550 5.1.1 <zoe@inner.example.org>: Recipient address rejected: User unknown',
        outcome: 'gone',
      },
      { address: 'Bo@example.org', action: 'delayed', status: '4.4.1', diagnostic: '', outcome: 'delayed' },
      { address: 'cy@example.org', action: 'delivered', status: '2.0.0', diagnostic: '', outcome: 'delivered' },
    ],
    originalIds: [ourId],
    entryId: null,
    outcome: 'soft',
  });
});

it.each<[string, string, BounceOutcome]>([
  ['5.1.1', '550 5.1.1 User unknown', 'gone'],
  ['5.1.2', '', 'gone'],
  ['5.1.10', 'RESOLVER.ADR.RecipientNotFound', 'gone'],
  ['5.4.4', 'Host not found', 'gone'],
  ['5.4.1', 'Recipient address rejected: Access denied', 'gone'],
  ['5.2.1', 'The email account that you tried to reach is disabled', 'gone'],
  ['5.0.0', '550 Requested action not taken: mailbox unavailable', 'gone'],
  ['5.7.1', '550 5.7.1 Unknown user', 'gone'],
  ['5.2.2', 'Mailbox full', 'soft'],
  ['5.0.0', '552 Quota exceeded', 'soft'],
  ['4.4.7', 'Message expired', 'soft'],
  ['4.2.2', 'Over quota', 'soft'],
  ['5.7.1', 'Message rejected as spam', 'policy'],
  ['5.7.26', 'unauthenticated email is not accepted due to DMARC policy', 'policy'],
  ['5.1.1', 'blocked using zen.spamhaus.org', 'policy'],
  ['5.3.4', 'Message size exceeds fixed limit', 'policy'],
  ['5.2.3', 'message too large', 'policy'],
  ['5.0.0', 'no reason given', 'policy'],
  ['5.0.0', '551 <z@example.org> is a deactivated mailbox', 'gone'],
  ['5.0.0', '550 User [z@example.org] does not exist', 'gone'],
  ['5.0.0', '554 Rcpt <z@example.org> does not exist', 'gone'],
  ['5.0.0', '550 ** No mail box available for this user **', 'gone'],
  ['5.0.0', '550-z@example.org is not an active address at this host', 'gone'],
  ['5.0.0', '550 BAD_RECIPIENT', 'gone'],
  ['5.0.0', '[example.org]: Name or service not known', 'gone'],
  ['5.1.1', '550 RCPT TO:<z@example.org> max message size exceeded', 'policy'],
  ['5.0.0', '550 Benutzer hat zuviele Mails auf dem Server.', 'soft'],
  ['5.0.0', '552 mailbox of too-large@example.org is full', 'soft'],
])('judges %s %s: %s', async (status, words, outcome) => {
  const lines = dsn([
    'Final-Recipient: rfc822;z@example.org',
    'Action: failed',
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${words}`,
  ]);
  expect((await read(lines)).recipients.map((one) => one.outcome)).toEqual([outcome]);
});

it('reads the token of the envelope, and none with a bad signature', async () => {
  const verp = makeBounceAddress('support@shop.example', entryId, secrets);
  const fields = ['Final-Recipient: rfc822;z@example.org', 'Action: failed', 'Status: 5.1.1'];
  expect((await read(dsn(fields), [verp.toUpperCase()])).entryId).toBe(entryId);
  expect((await read(dsn(fields), [verp.replace(/\.[a-z2-7]{16}@/, '.aaaaaaaaaaaaaaaa@')])).entryId).toBeNull();
});

it.each<[string, string[], unknown[][]]>([
  [
    'Exim',
    [
      'X-Failed-Recipients: zoe@example.org',
      'Subject: Mail delivery failed: returning message to sender',
      '',
      'This message was created automatically by mail delivery software.',
      '',
      'A message that you sent could not be delivered to one or more of its',
      'recipients. This is a permanent error. The following address(es) failed:',
      '',
      '  zoe@example.org',
      '    host mx.example.org [192.0.2.1]',
      '    SMTP error from remote mail server after RCPT TO:<zoe@example.org>:',
      '    550 5.1.1 <zoe@example.org>: user unknown',
      '',
      '------ This is a copy of the message, including all the headers. ------',
      '',
      'To: other@example.net',
    ],
    [['zoe@example.org', 'failed', '5.1.1', 'gone']],
  ],
  [
    'qmail',
    [
      'Subject: failure notice',
      '',
      'Hi. This is the qmail-send program at mx.example.',
      "I'm afraid I wasn't able to deliver your message to the following addresses.",
      "This is a permanent error; I've given up. Sorry it didn't work out.",
      '',
      '<zoe@example.org>:',
      'Sorry, no mailbox here by that name. (#5.1.1)',
      '',
      '<bo@example.org>:',
      '192.0.2.1 does not like recipient.',
      'Remote host said: 552 Mailbox full',
      '',
      '--- Below this line is a copy of the message.',
      '',
      'Return-Path: <support@shop.example>',
      'To: x@y.example',
    ],
    [
      ['zoe@example.org', 'failed', '5.1.1', 'gone'],
      ['bo@example.org', 'failed', '5.2.2', 'soft'],
    ],
  ],
  [
    'Postfix in plain text',
    [
      'Subject: Undelivered Mail Returned to Sender',
      '',
      "I'm sorry to have to inform you that your message could not",
      'be delivered to one or more recipients.',
      '',
      '                   The mail system',
      '',
      '<zoe@example.org>: host mx.example.org[192.0.2.1] said: 550 5.7.1 Message',
      '    rejected due to spam content (in reply to end of DATA command)',
    ],
    [['zoe@example.org', 'failed', '5.7.1', 'policy']],
  ],
  [
    'sendmail',
    [
      'Subject: Returned mail: see transcript for details',
      '',
      '   ----- The following addresses had permanent fatal errors -----',
      '<zoe@example.org>',
      '    (reason: 550 5.1.1 <zoe@example.org>... User unknown)',
      '',
      '   ----- Transcript of session follows -----',
      '... while talking to mx.example.org.:',
    ],
    [['zoe@example.org', 'failed', '5.1.1', 'gone']],
  ],
  [
    'Exchange',
    [
      'Subject: Undeliverable: Lamp',
      '',
      'Delivery has failed to these recipients or groups:',
      '',
      'Zoe Example (zoe@example.org)<mailto:zoe@example.org>',
      "The email address you entered couldn't be found. Please check the recipient's email address.",
      '',
      'Diagnostic information for administrators:',
      'Generating server: mx.example',
      'zoe@example.org',
      '#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##',
    ],
    [['zoe@example.org', 'failed', '5.1.1', 'gone']],
  ],
  [
    'Gmail',
    [
      'Subject: Delivery Status Notification (Failure)',
      '',
      '** Address not found **',
      '',
      "Your message wasn't delivered to zoe@example.org because the address couldn't be found, or is unable to receive mail.",
      '',
      'The response from the remote server was:',
      '550 5.1.1 The email account that you tried to reach does not exist.',
    ],
    [['zoe@example.org', 'failed', '5.1.1', 'gone']],
  ],
  [
    'a warning',
    [
      'Subject: Warning: message delayed 24 hours',
      '',
      'A message that you sent has not yet been delivered to one or more of its recipients',
      'after more than 24 hours on the queue. The address is:',
      '',
      '  zoe@example.org',
      '    Delay reason: connection timed out',
      '',
      'No action is required on your part.',
    ],
    [['zoe@example.org', 'delayed', null, 'delayed']],
  ],
  [
    'Japanese',
    [
      'Subject: 配信エラー',
      '',
      '次のアドレスへの配送に失敗しました。',
      '',
      'zoe@example.org',
      '',
      'ユーザーが見つかりません。',
      '',
      '----- 元のメッセージ -----',
      'To: other@example.net',
    ],
    [['zoe@example.org', 'failed', null, 'gone']],
  ],
  [
    'German',
    [
      'Subject: Unzustellbar',
      '',
      'Ihre Nachricht an zoe@example.org konnte nicht zugestellt werden.',
      'Grund: Das Postfach ist voll.',
    ],
    [['zoe@example.org', 'failed', null, 'soft']],
  ],
  [
    'fields in a plain text',
    [
      'Subject: Delivery failure',
      '',
      'Your mail was not delivered.',
      '',
      'Final-Recipient: rfc822;zoe@example.org',
      'Action: failed',
      'Status: 5.1.1',
    ],
    [['zoe@example.org', 'failed', '5.1.1', 'gone']],
  ],
  [
    'Exchange of old, which names the mail first',
    [
      'Subject: Undeliverable: Lamp',
      '',
      'Your message',
      '',
      '  To:      list@other.example',
      '  Subject: Lamp',
      '',
      'did not reach the following recipient(s):',
      '',
      'c=US;a= ;p=X;o=Y;dda:SMTP=zoe@example.org; on Fri, 4 Oct 2002',
      '    The recipient name is not recognized',
      '    MSEXCH:IMS:X:Y 0 (000C05A6) Unknown Recipient',
    ],
    [['zoe@example.org', 'failed', null, 'gone']],
  ],
  [
    'Domino, whose reason names the address again',
    [
      'Subject: DELIVERY FAILURE: User zoe not listed',
      '',
      'was not delivered to:',
      '',
      '  zoe@example.org',
      '',
      'because:',
      '',
      '  User zoe.example (zoe@example.org) not listed in Domino Directory',
    ],
    [['zoe@example.org', 'failed', null, 'gone']],
  ],
  [
    'a mailbox that is full for a while',
    [
      'Subject: Mail Delivery Warning',
      '',
      'Delivery of email to this address',
      '"zoe@example.org"',
      'has been postponed due to a full mailbox.',
      'We will continue to try to deliver your message.',
    ],
    [['zoe@example.org', 'delayed', null, 'delayed']],
  ],
])('reads the words of %s', async (_, lines, expected) => {
  expect(await shortOf(lines)).toEqual(expected);
});

it('knows the original by whom it was sent to when the words name nobody', async () => {
  const lines = [
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'User unknown',
    '--b',
    'Content-Type: message/rfc822',
    '',
    `Message-ID: ${ourId}`,
    'To: zoe@example.org',
    '',
    'hi',
    '--b--',
  ];
  expect((await read(lines)).recipients).toMatchObject([{ address: 'zoe@example.org', outcome: 'gone' }]);
});

it.each([
  ['a copy in the text', ['', 'Failed.', '', '> Subject: x', `> Message-Id: ${ourId}`]],
  ['a header of the bounce', [`In-Reply-To: ${ourId}`, '', 'Failed.']],
  [
    'an encoded page',
    ['Content-Type: text/html', '', `<pre>Message-ID: ${ourId.replace('<', '&lt;').replace('>', '&gt;')}</pre>`],
  ],
  [
    'a bounce of a bounce',
    dsn(
      ['Final-Recipient: rfc822;z@example.org', 'Action: failed'],
      ['--b', 'Content-Type: message/rfc822', '', `Message-ID: ${ourId}`, 'Auto-Submitted: auto-replied', '', 'x'],
    ),
  ],
])('finds the id of the original in %s', async (_, lines) => {
  expect((await read(lines)).originalIds[0]).toBe(ourId);
});

it('never fails, whatever is cut out of a report', async () => {
  const raw = utf8Mail([
    'From: MAILER-DAEMON@mx.example',
    ...dsn(['Final-Recipient: rfc822;z@example.org', 'Action: failed', 'Status: 5.1.1']),
  ]);
  const random = seeded(3);
  for (let round = 0; round < 400; round += 1) {
    const from = random.below(raw.length);
    const cut = Buffer.concat([raw.subarray(0, from), raw.subarray(from + random.below(120))]);
    const { recipients } = readBounce(cut, await parseMail(cut), { envelope: null, secrets });
    for (const one of recipients) expect(one.address).toContain('@');
  }
});
