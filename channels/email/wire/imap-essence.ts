/** What is fetched of a mail that is too large: its headers and the first text in it, put together as a small mail. */
import type { ImapFlow, MessageStructureObject } from 'imapflow';

const MAX_TEXT = 512 * 1024;
const ABOUT_BODY = /^(content-[a-z-]+|mime-version):/i;

/** @returns null when it is gone */
export async function readEssence(client: ImapFlow, uid: number): Promise<Buffer | null> {
  const found = await client.fetchOne(String(uid), { uid: true, headers: true, bodyStructure: true }, { uid: true });
  if (!found) return null;
  const headers = dropBodyHeaders(found.headers?.toString('latin1') ?? '');
  const part = found.bodyStructure && findText(found.bodyStructure);
  if (!part) return Buffer.from(`${headers}\r\n`, 'latin1');
  // A mail of a single part has no number in its structure: its text is part 1.
  const key = part.part ?? '1';
  const fetched = await client.fetchOne(
    String(uid),
    { uid: true, bodyParts: [{ key, maxLength: MAX_TEXT }] },
    { uid: true },
  );
  if (!fetched) return null;
  const text = fetched.bodyParts?.get(key) ?? Buffer.alloc(0);
  const charset = part.parameters?.charset;
  const about = [
    'MIME-Version: 1.0',
    `Content-Type: ${part.type}${charset ? `; charset="${charset.replace(/["\r\n]/g, '')}"` : ''}`,
    `Content-Transfer-Encoding: ${part.encoding || '7bit'}`,
  ];
  return Buffer.concat([Buffer.from(`${headers}${about.join('\r\n')}\r\n\r\n`, 'latin1'), text]);
}

/** The first text that is no attachment, plain rather than HTML where both stand side by side. */
function findText(node: MessageStructureObject): MessageStructureObject | null {
  const leaves = listLeaves(node).filter(({ disposition }) => disposition !== 'attachment');
  return leaves.find(({ type }) => type === 'text/plain') ?? leaves.find(({ type }) => type === 'text/html') ?? null;
}

function listLeaves(node: MessageStructureObject): MessageStructureObject[] {
  return node.childNodes?.length ? node.childNodes.flatMap(listLeaves) : [node];
}

/** Without those that tell of a body that is not there any more. */
function dropBodyHeaders(headers: string): string {
  const fields = headers.replace(/(\r?\n)+$/, '').split(/\r?\n(?![ \t])/);
  return fields
    .filter((field) => field && !ABOUT_BODY.test(field))
    .map((field) => `${field}\r\n`)
    .join('');
}
