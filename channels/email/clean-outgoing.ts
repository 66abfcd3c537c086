/** HTML of our own composer on its way out: the few things it can make, whatever was pasted into it. */
import sanitize from 'sanitize-html';
import { forwardedClass, quotedClass, signatureClass } from '../../shared/letter-parts.ts';
import { boundHtml } from './html/bound-html.ts';
import { cleanStyle } from './html/clean-style.ts';

const TAGS =
  'a b blockquote br code div em h1 h2 h3 hr i img li ol p pre s span strong sub sup table tbody td th thead tr u ul'.split(
    ' ',
  );
const STYLES =
  /^(?:color|background-color|text-align|font-weight|font-style|text-decoration|margin-left|border-left|padding-left):/;

/** @param image the Content-ID under which an image of the composer travels along, or null: then it is left out */
export function cleanOutgoingHtml(source: string, image: (src: string) => string | null): string {
  return sanitize(boundHtml(source, 1_000_000).html, {
    allowedTags: TAGS,
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'xmp',
      'title',
      'iframe',
      'noembed',
      'noframes',
      'template',
      'object',
      'svg',
      'math',
    ],
    allowedAttributes: {
      '*': ['style', 'dir', 'lang'],
      a: ['href'],
      img: ['src', 'alt', 'width', 'height'],
      ol: ['start'],
      blockquote: ['type', 'class'],
      div: ['class'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan'],
    },
    // By the marks of its parts a letter is taken apart again, and what it repeats is folded.
    allowedClasses: { blockquote: ['gmail_quote'], div: [quotedClass, forwardedClass, signatureClass] },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid'] },
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    transformTags: {
      '*': (tagName, { style = '', ...attribs }) => {
        const kept = cleanStyle(style)
          .style.split(';')
          .filter((one) => STYLES.test(one))
          .join(';');
        const shown: Record<string, string> = kept === '' ? attribs : { ...attribs, style: kept };
        if (tagName !== 'img') return { tagName, attribs: shown };
        const cid = image(attribs.src ?? '');
        const { src: _, ...rest } = shown;
        return { tagName, attribs: cid === null ? {} : { ...rest, src: `cid:${cid}` } };
      },
    },
    exclusiveFilter: ({ tag, attribs }) =>
      (tag === 'img' && attribs.src === undefined) || (tag === 'a' && attribs.href === '#'),
  });
}
