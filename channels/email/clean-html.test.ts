/** A stranger's HTML: nothing runs, loads or leaves its place, and what people write stays readable. */
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { cleanHtml } from './clean-html.ts';
import { cleanOutgoingHtml } from './clean-outgoing.ts';
import { boundHtml } from './html/bound-html.ts';

const clean = (html: string): string => cleanHtml(html, (cid) => (cid === 'logo@x' ? '/part/1' : null)).html;

/** Every element and attribute of the output is looked at again, as a browser would parse it. */
function inspect(html: string): void {
  const parser = new Parser({
    onopentag(tag, attribs) {
      expect(tag).not.toMatch(
        /^(script|style|iframe|object|embed|form|input|button|svg|math|link|meta|base|video|audio|template|textarea|select|noscript|body|html|head)$/,
      );
      for (const [name, value] of Object.entries(attribs)) {
        expect(name).not.toMatch(
          /^(on|id$|class$|name$|srcset$|background$|action$|formaction$|poster$|ping$|srcdoc$|xlink|xmlns|contenteditable|tabindex|autofocus|accesskey|usemap|is$|slot$|part$)/,
        );
        if (name === 'href') expect(value).toMatch(/^(https?:\/\/|mailto:|tel:)/i);
        if (name === 'src') expect(value).toMatch(/^(\/part\/1$|data:image\/(png|gif|jpe?g|webp);base64,)/i);
        if (name === 'data-blocked-src') expect(value).toMatch(/^https?:\/\//i);
        if (name === 'style') {
          expect(value).not.toMatch(
            /url|expression|import|behavior|binding|position|z-index|javascript|@|\\|<|\/\*|opacity|visibility|content/i,
          );
          expect(value).not.toMatch(/:\s*-\d|margin[^;]*-\d/);
        }
        if (name !== 'data-blocked-src' && name !== 'href' && name !== 'alt' && name !== 'title')
          expect(value).not.toMatch(/https?:|^\/\//i);
      }
      if (attribs.href !== undefined && tag === 'a')
        expect(attribs).toMatchObject({ target: '_blank', rel: 'noopener noreferrer nofollow' });
    },
    oncomment: () => {
      throw new Error('A comment came through.');
    },
  });
  parser.write(html);
  parser.end();
}

const VECTORS = [
  '<script>alert(1)</script>',
  '<SCRIPT SRC=//evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<img src=x onerror=alert(1)>',
  '<img/src="x"/onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
  '<img src="data:text/html,<script>">',
  '<img src=1 srcset="https://evil.example/a 1x, https://evil.example/b 2x">',
  '<picture><source srcset="https://evil.example/a"><img src="cid:logo@x"></picture>',
  '<svg onload=alert(1)><image href="https://evil.example/a"/></svg>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><img src=x onerror=alert(1)></template>',
  '<xmp><img src=x onerror=alert(1)></xmp>',
  '<plaintext><img src=x onerror=alert(1)>',
  '<textarea><img src=x onerror=alert(1)></textarea>',
  '<title><img src=x onerror=alert(1)></title>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<iframe src="https://evil.example"></iframe>',
  '<object data="https://evil.example/x.swf"></object><embed src="https://evil.example/x.swf">',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<style>@import "https://evil.example/x.css"; body{background:url(https://evil.example/a)}</style>',
  '<form action="https://evil.example"><input type=image src="https://evil.example/a"><button formaction="javascript:alert(1)">x</button></form>',
  '<video poster="https://evil.example/a"><source src="https://evil.example/v"></video>',
  '<body background="https://evil.example/a" onload="alert(1)">',
  '<table background="https://evil.example/a"><tr><td background="//evil.example/b">x</td></tr></table>',
  '<div style="background:url(https://evil.example/a)">x</div>',
  '<div style="background-image:url( &quot;https://evil.example/a&quot; )">x</div>',
  '<div style="background:u\\72l(https://evil.example/a)">x</div>',
  '<div style="back/**/ground:url(https://evil.example/a)">x</div>',
  '<div style="list-style:url(https://evil.example/a)">x</div>',
  '<div style="content:url(https://evil.example/a);cursor:url(https://evil.example/b),auto">x</div>',
  '<div style="width:expression(alert(1))">x</div>',
  '<div style="-moz-binding:url(https://evil.example/x)">x</div>',
  '<div style="position:fixed;top:0;left:0;z-index:9999;width:100%">x</div>',
  '<div style="margin-top:-5000px;opacity:0">x</div>',
  '<div style="font-family:x;}</style><script>alert(1)</script>">x</div>',
  '<div style=\'font-family:"x\\"}; background:url(//evil.example)\'>x</div>',
  '<div style="background:image-set(\'https://evil.example/a\' 1x)">x</div>',
  '<div style="color:var(--x);--x:url(https://evil.example/a)">x</div>',
  '<div style="background:paint(x);filter:url(#x);mask:url(https://evil.example)">x</div>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java\nscript:alert(1)">x</a>',
  '<a href="&#106;avascript:alert(1)">x</a>',
  '<a href="\u0001javascript:alert(1)">x</a>',
  '<a href="vbscript:x">x</a><a href="data:text/html,x">x</a><a href="file:///etc/passwd">x</a>',
  '<a href="//evil.example">x</a><a href="/admin">x</a><a href="#top">x</a>',
  '<a href="https://ok.example" ping="https://evil.example" onclick="alert(1)" target="_top" rel="opener">x</a>',
  '<a id="location" name="parent" class="button">x</a>',
  '<img name="body" id="cookie" src="cid:logo@x" usemap="#m"><map name="m"><area href="javascript:alert(1)"></map>',
  '<div contenteditable autofocus tabindex=1 accesskey=x onfocus=alert(1)>x</div>',
  '<details open ontoggle=alert(1)>x</details>',
  '<marquee onstart=alert(1)>x</marquee>',
  '<isindex action="javascript:alert(1)">',
  '<x-custom is="x" slot="y">x</x-custom>',
  '<img data-blocked-src="javascript:alert(1)">',
  '<div data-blocked-src="javascript:alert(1)">x</div>',
  '<!--[if mso]><script>alert(1)</script><![endif]-->x',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
  '<p title="</p><script>alert(1)</script>">x</p>',
  '<img alt="<script>alert(1)</script>" src="cid:logo@x">',
  '<div dir="rtl" lang="he" align="javascript:x" width="https://evil.example">x</div>',
  '<font color="https://evil.example" face="url(https://evil.example)">x</font>',
  '<img src="cid:../../etc/passwd"><img src="cid:"><img src="cid:%zz">',
  '<<script>alert(1);//<</script>',
  '\u0000<scr\u0000ipt>alert(1)</script>',
];

it.each(VECTORS)('disarms %s', (vector) => {
  inspect(clean(vector));
  inspect(cleanOutgoing(vector).replaceAll(/ href="[^"]*"/g, ''));
});

function cleanOutgoing(html: string): string {
  return cleanOutgoingHtml(html, () => null);
}

it('keeps what layout, emphasis and other scripts need', () => {
  const page =
    '<div dir="rtl" lang="he" style="color:#333;font-family:Arial, sans-serif;text-align:right">שלום <b>x</b> <i>y</i></div>' +
    '<table width="100%" cellpadding="4" border="0"><tbody><tr><td colspan="2" bgcolor="#ffffff" valign="top">cell</td></tr></tbody></table>' +
    '<ol start="3"><li>one</li></ol><blockquote type="cite">quote</blockquote><font color="red" size="2">old</font>';
  expect(clean(page)).toBe(page);
});

it('blocks remote images where the agent can still load them, and counts them', () => {
  const cleaned = cleanHtml(
    '<img src="https://a.example/x.png" alt="a" width="100"><img srcset="//b.example/y.png 2x"><td background="https://c.example/z.png"><p style="color:red;background:url(https://d.example/w.png)">x</p>',
    () => null,
  );
  expect(cleaned.html).toBe(
    '<img alt="a" width="100" data-blocked-src="https://a.example/x.png" /><img data-blocked-src="https://b.example/y.png" /><td data-blocked-src="https://c.example/z.png"><p style="color:red" data-blocked-src="https://d.example/w.png">x</p></td>',
  );
  expect([cleaned.blocked, cleaned.trackers]).toEqual([4, 0]);
});

it.each([
  '<img src="https://a.example/x.gif" width="1" height="1">',
  '<img src="https://a.example/x.gif" width=0>',
  '<img src="https://a.example/x.gif" style="width:1px; height:1px">',
  '<img src="https://a.example/x.gif" style="display:none">',
  '<img src="https://mail.example/wf/open?upn=abc">',
  '<img src="https://x.list-manage.com/track/open.php?u=1">',
])('leaves the tracker out: %s', (image) => {
  expect(cleanHtml(image, () => null)).toMatchObject({ html: '', blocked: 0, trackers: 1 });
});

it('asks the caller for inline images and tells which ones the page shows', () => {
  const cleaned = cleanHtml(
    '<img src="cid:logo%40x"><img src="CID:<logo@x>"><img src="cid:none" alt="chart"><img src="cid:none">',
    (cid) => (cid === 'logo@x' ? '/part/1' : null),
  );
  expect(cleaned.html).toBe('<img src="/part/1" /><img src="/part/1" /><img alt="chart" />');
  expect(cleaned.cids).toEqual(['logo@x']);
});

it('keeps small pictures in the page and drops one of 8 MB', () => {
  const small = `data:image/png;base64,${'A'.repeat(400)}`;
  expect(clean(`<img src="${small}">`)).toContain(small);
  expect(clean(`<img src="data:image/png;base64,${'A'.repeat(8_000_000)}" alt="big">`).length).toBeLessThan(100);
});

it('is bounded: 5 MB of table, 150,000 open elements', () => {
  const table = cleanHtml(`<table>${'<tr><td style="color:red">x</td></tr>'.repeat(140_000)}`, () => null);
  expect([table.isCut, table.html.length < 1_500_000]).toEqual([true, true]);
  expect(clean(`${'<div>'.repeat(150_000)}hello`)).toContain('hello');
});

it.each([
  ['elements', '<td>x</td>', 60_000],
  ['attributes', ` <p ${'a=b '.repeat(1_000)}>`, 300],
  ['pieces of text', 'a < ', 300_000],
])('takes so many %s and no more, and says so', (_, one, count) => {
  const few = boundHtml(one.repeat(100));
  expect(few.isCut).toBe(false);
  const bounded = boundHtml(one.repeat(count));
  expect(bounded.isCut).toBe(true);
  expect(bounded.html.length).toBeLessThan(one.length * count);
});

it('keeps what a border may be, and tries no other way to divide it', () => {
  const style = (border: string) => clean(`<p style="border:${border}">x</p>`);
  for (const border of ['none', '1px solid #ccc', 'solid #E1E1E1 1.0pt', '2px dashed rgb(1, 2, 3)'])
    expect(style(border)).toContain(border);
  for (const border of ['1px 2px 3px 4px 5px', `${'thin'.repeat(40)}!`, 'url(x) solid'])
    expect(style(border)).toBe('<p>x</p>');
});

const piece = fc.constantFrom(
  ...VECTORS,
  ...[
    '<',
    '>',
    '"',
    "'",
    '<!--',
    '-->',
    '&lt;',
    '<div style="',
    '<a href="',
    '<img src="',
    'x',
    ' onload=x ',
    '/>',
    '</',
    '`',
    '\0',
    '<svg',
    '<style>',
    '</style>',
    'https://evil.example/',
  ],
);

it('holds for whatever these are put together to', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const html = clean(pieces.join(''));
      inspect(html);
      // Cleaning what is clean finds nothing more.
      inspect(clean(html));
    }),
    { numRuns: 400 },
  );
});

it('sends only what our composer can make', () => {
  const html =
    '<p style="text-align:center;position:fixed">Hi <strong>Zoe</strong> <a href="https://a.example">x</a></p><img src="/files/1" alt="shot"><img src="https://evil.example/a"><div class="x" id="y" onclick="z">t</div>';
  expect(cleanOutgoingHtml(html, (src) => (src === '/files/1' ? 'one@parley' : null))).toBe(
    '<p style="text-align:center">Hi <strong>Zoe</strong> <a href="https://a.example">x</a></p><img alt="shot" src="cid:one@parley" /><div>t</div>',
  );
});

it('keeps the marks by which a letter is taken apart again', () => {
  const html =
    '<p>Hi</p><div class="parley-signature x"><p>Maya</p></div><div class="parley-quoted parley-forwarded"><p>On</p></div>';
  expect(cleanOutgoing(html)).toBe(html.replace(' x"', '"'));
});
