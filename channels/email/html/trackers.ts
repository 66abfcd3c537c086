/** Images that are there to be loaded, not to be seen. */

/** Paths and hosts of opening counters; a wrong guess hides a decoration, a missed one waits blocked like any image. */
const ADDRESS =
  /\/(?:open|opens|track|tracking|pixel|beacon|wf\/open|trk|o\.gif|e\/o|imp|1x1|spacer|blank|clear)(?:[./?_-]|$)|[?&](?:open_?id|utm_pixel|track(?:ing)?_?(?:id|pixel))=|(?:list-manage|mailtrack|mailchimp|sendgrid|mandrillapp|hubspot|mixmax|yesware|streak|bananatag|superhuman|mailgun|sparkpostmail|klaviyomail|cmail\d+|rs6|exacttarget)\.[a-z.]+\/.*(?:open|track|pixel|\.gif)/i;

export function isTracker(src: string, attribs: Readonly<Record<string, string>>): boolean {
  const style = (attribs.style ?? '').toLowerCase().replace(/\s/g, '');
  const isTiny = (value: string | undefined): boolean => value !== undefined && /^[0-2](?:px)?$/.test(value.trim());
  const width = attribs.width ?? /(?:^|;)(?:max-)?width:([\d.]+(?:px)?)/.exec(style)?.[1];
  const height = attribs.height ?? /(?:^|;)(?:max-)?height:([\d.]+(?:px)?)/.exec(style)?.[1];
  if (isTiny(width) && (height === undefined || isTiny(height))) return true;
  if (isTiny(height) && width === undefined) return true;
  if (/display:none|visibility:hidden|opacity:0(?:;|$)/.test(style)) return true;
  return ADDRESS.test(src) && (attribs.alt ?? '').trim() === '' && width === undefined;
}
