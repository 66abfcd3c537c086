/** Where a page has a picture that came along: which file that is, is known once it is kept. */

const PICTURE = '/files/picture-';

export function pictureAddress(cid: string): string {
  return `${PICTURE}${Buffer.from(cid).toString('base64url')}`;
}

/** A picture that did not come along has no address. */
export function showPictures(html: string, shown: ReadonlyMap<string, string>): string {
  return html.replaceAll(new RegExp(`${PICTURE}([\\w-]*)`, 'g'), (_, cid: string) => {
    const id = shown.get(Buffer.from(cid, 'base64url').toString());
    return id ? `/files/${id}` : '';
  });
}
