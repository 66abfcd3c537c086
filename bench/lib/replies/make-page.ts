/** The same replies as pages: the structure that each mail program leaves around what it repeats. */
import type { Locale } from './locales.ts';

export interface PageParts {
  locale: Locale;
  own: string[];
  quote: string[];
  /** who is quoted, with the address */
  n: string;
  /** the name alone */
  m: string;
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const divs = (lines: readonly string[]): string =>
  lines.map((line) => `<div>${line === '' ? '<br>' : escaped(line)}</div>`).join('\n');
const paragraphs = (lines: readonly string[]): string =>
  lines
    .map((line) => `<p class="MsoNormal">${line === '' ? '<o:p>&nbsp;</o:p>' : `${escaped(line)}<o:p></o:p>`}</p>`)
    .join('\n');
const lines = (all: readonly string[]): string => all.map(escaped).join('<br>\n');

/** From, sent, to, subject, each with its label in bold. */
function block({ locale, n }: PageParts, order: readonly number[] = [0, 1, 2, 3]): string {
  const values = [n, locale.outlookDate, 'Zoe Berg <zoe@outside.example>', 'Re: Northlight #4711'];
  return order.map((at) => `<b>${escaped(locale.labels[at] ?? '')}</b> ${escaped(values[at] ?? '')}`).join('<br>\n');
}

export const pageStyles: Record<string, (parts: PageParts) => string> = {
  Gmail: ({ locale, own, quote, n }) =>
    `<div dir="ltr">${divs(own)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${escaped(locale.gmail(n))}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div dir="ltr">${divs(quote)}</div>\n</blockquote></div>`,
  'Gmail of old': ({ locale, own, quote, n }) =>
    `${divs(own)}<div class="gmail_extra"><br><div class="gmail_quote">${escaped(locale.gmail(n))}<br><blockquote class="gmail_quote" style="margin:0 0 0 .8ex">${divs(quote)}</blockquote></div><br></div>`,
  'Gmail below': ({ locale, own, quote, n }) =>
    `<div dir="ltr"><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${escaped(locale.gmail(n))}<br></div><blockquote class="gmail_quote">${divs(quote)}</blockquote></div>${divs(own)}</div>`,
  'Gmail without its classes': ({ locale, own, quote, n }) =>
    `<div>${divs(own)}</div><br><div><div>${escaped(locale.gmail(n))}<br></div><blockquote style="margin:0 0 0 .8ex">${divs(quote)}</blockquote></div>`,
  'Apple Mail': ({ locale, own, quote, n }) =>
    `<html><body style="overflow-wrap: break-word;">${divs(own)}<div><br><blockquote type="cite"><div>${escaped(locale.apple(n))}</div><br class="Apple-interchange-newline"><div>${divs(quote)}</div></blockquote></div><br></body></html>`,
  iPhone: ({ locale, own, quote, n }) =>
    `<html><body dir="auto">${divs(own)}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">${escaped(locale.phone)}</div><div dir="ltr"><br><blockquote type="cite">${escaped(locale.apple(n))}<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">﻿${divs(quote)}</div></blockquote></body></html>`,
  'Thunderbird below': ({ locale, own, quote, m }) =>
    `<div class="moz-cite-prefix">${escaped(locale.thunderbird(m))}<br></div><blockquote type="cite" cite="mid:1@northlight.example">${divs(quote)}</blockquote>${divs(own)}`,
  'Thunderbird above': ({ locale, own, quote, m }) =>
    `<p>${lines(own)}</p><div class="moz-cite-prefix">${escaped(locale.thunderbird(m))}<br></div><blockquote type="cite" cite="mid:1@northlight.example">${divs(quote)}</blockquote>`,
  Outlook: (parts) =>
    `<div class="WordSection1">${paragraphs(parts.own)}<p class="MsoNormal"><o:p>&nbsp;</o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${block(parts)}<o:p></o:p></p></div></div>${paragraphs(parts.quote)}</div>`,
  'Outlook without its rule': (parts) =>
    `<div>${paragraphs(parts.own)}<p class="MsoNormal">${block(parts)}</p>${paragraphs(parts.quote)}</div>`,
  'Outlook on the web': (parts) =>
    `<div class="elementToProof" style="font-size: 12pt;">${divs(parts.own)}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif">${block(parts)}</font><div>&nbsp;</div></div><div class="BodyFragment">${divs(parts.quote)}</div>`,
  'Outlook on a phone': (parts) =>
    `<div dir="ltr">${divs(parts.own)}</div><div id="ms-outlook-mobile-signature"><div>${escaped(parts.locale.outlookApp.replace(/<.*>/, ''))}</div></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font>${block(parts)}</font></div>${divs(parts.quote)}`,
  'Outlook, new': (parts) =>
    `<div>${divs(parts.own)}</div><div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message skipProofing"><div style="text-align: left; padding: 3pt 0in 0in; border-width: 1pt medium medium; border-style: solid none none; border-color: rgb(181, 196, 223)">${block(parts)}</div><br>${divs(parts.quote)}</div></div>`,
  'Outlook of others': (parts) =>
    `<div>${divs(parts.own)}</div><div id="x_appendonsend"></div><hr><div id="x_divRplyFwdMsg">${block(parts)}</div>${divs(parts.quote)}`,
  Hotmail: (parts) =>
    `<div dir="ltr">${lines(parts.own)}<br><br><div><hr id="stopSpelling">${block(parts, [1, 0, 2, 3])}<br><br>${divs(parts.quote)}</div></div>`,
  Yahoo: ({ locale, own, quote, n }) =>
    `<div class="ydp1f9be9c4yahoo-style-wrap"><div>${divs(own)}</div><div><br></div></div><div id="ydp4a7yahoo_quoted_4711" class="ydp4a7yahoo_quoted"><div style="color:#26282a;">
<div>${escaped((locale.yahoo ?? locale.gmail)(n))}</div><div><br></div><div><br></div><div>${divs(quote)}</div></div></div>`,
  'Yahoo of old': ({ locale, own, quote, n }) =>
    `<div>${lines(own)}</div><div class="yahoo_quoted" id="yahoo_quoted_1"><div>${escaped((locale.yahoo ?? locale.gmail)(n))}</div>${divs(quote)}</div>`,
  GMX: (parts) =>
    `<div style="font-family: Verdana;font-size: 12.0px;"><div>${divs(parts.own)}</div><div>&nbsp;<div style="margin: 10.0px 5.0px 5.0px 10.0px;padding: 10.0px 0 10.0px 10.0px;border-left: 2.0px solid rgb(195,217,229);"><div style="margin: 0 0 10.0px 0;">${block(parts, [1, 0, 2, 3])}</div><div>${divs(parts.quote)}</div></div></div></div>`,
  'GMX, named': (parts) =>
    `<div>${divs(parts.own)}</div><div name="quote" style="margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;"><div>${block(parts, [1, 0, 2, 3])}</div><div name="quoted-content">${divs(parts.quote)}</div></div>`,
  Samsung: (parts) =>
    `<div dir="auto">${divs(parts.own)}</div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- ${escaped(parts.locale.original)} --------</div><div>${block(parts).replace(/<br>/g, '</div><div>')}</div><div><br></div></div>${divs(parts.quote)}`,
  AOL: (parts) =>
    `<font color="black" face="arial">${divs(parts.own)}<div style="font-family:helvetica,arial;font-size:10pt;color:black"><br><br>-----${escaped(parts.locale.original)}-----<br>${block(parts).replace(/<\/?b>/g, '')}<br><br>${divs(parts.quote)}</div></font>`,
  Notes: (parts) =>
    `<font size=2 face="sans-serif">${lines(parts.own)}</font><br><br><br><table width=100%><tr valign=top><td><font size=1 color=#5f5f5f face="sans-serif">${block(parts).replace(/<br>/g, '</font></td></tr><tr valign=top><td><font size=1>')}</font></td></tr></table><br><hr noshade><br><br>${divs(parts.quote)}`,
  'Notes, wrote': ({ own, quote, n }) =>
    `<font>${lines(own)}<br><br><font color="#990099">-----${escaped(n)} wrote: -----</font><div style="padding-left:5px;border-left:solid black 2px"><div>To: zoe@outside.example<br>From: ${escaped(n)}<br>Date: 30/11/2026 05:00<br>Subject: Re: Northlight #4711</div><br>${divs(quote)}</div></font>`,
  Proton: ({ own, quote, n }) =>
    `<div style="font-family: Arial">${divs(own)}</div><div class="protonmail_quote">On Monday, November 30th, 2026 at 5:00 AM, ${escaped(n)} wrote:<br><br><blockquote class="protonmail_quote" type="cite">${divs(quote)}</blockquote><br></div>`,
  'Mail.ru': ({ own, quote, n }) =>
    `<div>${lines(own)}</div><blockquote style="border-left:1px solid #0857A6; margin:10px; padding:0 0 0 10px;">Понедельник, 30 ноября 2026, 5:00 +03:00 от ${escaped(n)}:<br>&nbsp;<div>${divs(quote)}</div></blockquote>`,
  Yandex: ({ own, quote }) =>
    `${divs(own)}<div>&nbsp;</div><div>30.11.2026, 05:00, "Northlight" &lt;support@northlight.example&gt;:</div><blockquote>${divs(quote)}</blockquote>`,
  QQ: ({ own, quote }) =>
    `<div>${lines(own)}</div><div><br></div><div style="font-size: 12px;font-family: Arial Narrow;padding:2px 0 2px 0;">------------------&nbsp;原始邮件&nbsp;------------------</div><div style="font-size: 12px;background:#efefef;padding:8px;"><div><b>发件人:</b> "Northlight" &lt;support@northlight.example&gt;;</div><div><b>发送时间:</b>&nbsp;2026年11月30日(星期一) 凌晨5:00</div><div><b>收件人:</b>&nbsp;"Zoe"&lt;zoe@outside.example&gt;;</div><div><b>主题:</b>&nbsp;Re: Northlight #4711</div></div><div>${divs(quote)}</div>`,
  NetEase: ({ own, quote, n }) =>
    `<div style="line-height:1.7;color:#000000;font-size:14px">${divs(own)}<p>At 2026-11-30 05:00:00, ${escaped(n)} wrote:</p><blockquote id="isReplyContent" style="PADDING-LEFT: 1ex; MARGIN: 0px 0px 0px 0.8ex; BORDER-LEFT: #ccc 1px solid">${divs(quote)}</blockquote></div>`,
  Zimbra: (parts) =>
    `<div style="font-family: arial">${divs(parts.own)}<div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__">${block(parts, [0, 2, 1, 3])}</div><div><br></div><div data-marker="__QUOTED_TEXT__">${divs(parts.quote)}</div></div>`,
  Roundcube: ({ locale, own, quote, m }) =>
    `<p>${lines(own)}</p><p id="reply-intro">${escaped((locale.roundcube ?? locale.thunderbird)(m))}</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0">${divs(quote)}</blockquote>`,
  Horde: ({ own, quote, n }) =>
    `<p>${lines(own)}</p><p>Zitat von ${escaped(n)}:</p><blockquote type="cite" style="border-left:2px solid blue">${divs(quote)}</blockquote>`,
  'Open-Xchange': ({ own, quote, n }) =>
    `<div class="default-style">${divs(own)}</div><blockquote type="cite"><div>On 11/30/2026 5:00 AM CET ${escaped(n)} wrote:</div><div><br></div>${divs(quote)}</blockquote>`,
  Front: ({ own, quote, n }) =>
    `<div>${divs(own)}</div><br><blockquote type="cite" class="front-blockquote"><div>On November 30, 2026, 5:00 AM, ${escaped(n)} wrote:</div>${divs(quote)}</blockquote>`,
  Spark: ({ own, quote, n }) =>
    `<div name="messageBodySection"><div dir="auto">${divs(own)}</div></div><div name="messageReplySection">On Nov 30, 2026 at 5:00 AM +0100, ${escaped(n)}, wrote:<br><blockquote type="cite" style="margin: 5px 5px; padding-left: 10px">${divs(quote)}</blockquote></div>`,
  'eM Client': ({ own, quote }) =>
    `<div>${divs(own)}</div><div><br></div><div>------ Original Message ------</div><div>From "Northlight" &lt;support@northlight.example&gt;</div><div>To "Zoe" &lt;zoe@outside.example&gt;</div><div>Date 30.11.2026 05:00:00</div><div>Subject Re: Northlight #4711</div><div><br></div><div id="xe2f" class="plain">${divs(quote)}</div>`,
  'A quote that nobody introduces': ({ own, quote }) =>
    `<p>${lines(own)}</p><blockquote style="border-left:2px solid #ccc;padding-left:8px">${divs(quote)}</blockquote>`,
  'In between': ({ locale, own, quote, m }) =>
    `<div class="moz-cite-prefix">${escaped(locale.thunderbird(m))}<br></div><blockquote type="cite">${divs(quote.slice(0, 2))}</blockquote>${divs(own.slice(0, 1))}<blockquote type="cite">${divs(quote.slice(2))}</blockquote>${divs(own.slice(1))}`,
};
