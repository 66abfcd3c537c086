/** The bytes of a mail, and what cannot be put into them. */
import { simpleParser } from 'mailparser';
import { composeMail, type MailAttachment, type OutgoingMail } from './compose.ts';

const mail: OutgoingMail = {
  messageId: '<c1.m1.mac@parley.test>',
  date: Date.UTC(2026, 10, 30, 6),
  from: { name: 'Zoë 支持', address: 'support+c1.mac@parley.test' },
  to: [{ name: 'Ann', address: 'ann@customer.test' }],
  cc: [{ address: 'bob@customer.test' }],
  subject: 'Re: Täglich ☀ '.repeat(12),
  text: 'Grüße\n.\n.. and dots',
  html: '<p>Grüße</p><img src="cid:logo">',
  inReplyTo: '<their@customer.test>',
  references: ['<first@customer.test>', '<their@customer.test>'],
  headers: { 'Auto-Submitted': 'auto-generated' },
  attachments: [
    { filename: '合同.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF') },
    { filename: 'logo.png', contentType: 'image/png', content: Buffer.from('png'), cid: 'logo' },
  ],
};

it('can be read again as it was meant', async () => {
  const read = await simpleParser(await composeMail(mail));
  expect(read.messageId).toBe(mail.messageId);
  expect(read.date?.getTime()).toBe(mail.date);
  expect(read.from?.value).toEqual([mail.from]);
  expect(read.subject).toBe(mail.subject.trim());
  expect(read.text?.trim()).toBe(mail.text);
  expect(read.inReplyTo).toBe(mail.inReplyTo);
  expect(read.references).toEqual(mail.references);
  expect(read.headers.get('auto-submitted')).toBe('auto-generated');
  expect(read.attachments.map(({ filename, contentType, cid }) => [filename, contentType, cid])).toEqual(
    expect.arrayContaining([
      ['合同.pdf', 'application/pdf', undefined],
      ['logo.png', 'image/png', 'logo'],
    ]),
  );
});

it('is the same bytes every time, in lines that every server takes', async () => {
  const raw = await composeMail(mail);
  expect(await composeMail(mail)).toEqual(raw);
  const text = raw.toString('latin1');
  expect(text).not.toMatch(/[^\r]\n/);
  expect(text).not.toMatch(/[^\0-\x7f]/);
  expect(Math.max(...text.split('\r\n').map(({ length }) => length))).toBeLessThan(998);
});

const evil = 'x\r\nBcc: victim@customer.test\r\n\r\nbody';
it.each<[string, Partial<OutgoingMail>]>([
  ['subject', { subject: evil }],
  ['name', { from: { name: evil, address: 'support@parley.test' } }],
  ['address', { to: [{ address: `ann@customer.test${evil}` }] }],
  ['header', { headers: { 'X-Note': evil } }],
  ['header key', { headers: { [`X-Note: ${evil}`]: 'x' } }],
  ['in-reply-to', { inReplyTo: `<${evil}>` }],
  ['references', { references: [`<${evil}>`] }],
  ['message id', { messageId: `<${evil}@parley.test>` }],
  ['file name', { attachments: [{ filename: evil, contentType: 'text/plain', content: Buffer.from('a') }] }],
  ['content type', { attachments: [{ filename: 'a', contentType: `text/plain${evil}`, content: Buffer.from('a') }] }],
])('begins no header within a %s', async (_, change) => {
  const read = await simpleParser(await composeMail({ ...mail, ...change }));
  expect(read.bcc).toBeUndefined();
  expect(read.text?.trim()).toBe(mail.text);
});

it('reads no file and fetches nothing, whatever an object carries', async () => {
  const stray = {
    filename: 'a',
    contentType: 'text/plain',
    content: Buffer.from('mine'),
    path: '/etc/passwd',
    href: 'http://127.0.0.1:1/',
  };
  const text = { path: '/etc/passwd', toString: () => 'safe' } as unknown as string;
  const raw = await composeMail({ ...mail, text, html: undefined, attachments: [stray as MailAttachment] });
  const read = await simpleParser(raw);
  expect(read.attachments[0]?.content.toString()).toBe('mine');
  expect(read.text?.trim()).toBe('safe');
  expect(raw.toString()).not.toMatch(/root:/);
});

it('sends no Bcc along', async () => {
  const withBcc = { ...mail, bcc: [{ address: 'secret@customer.test' }] } as OutgoingMail;
  expect((await composeMail(withBcc)).toString()).not.toMatch(/secret/);
});
