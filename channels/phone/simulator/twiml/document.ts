/** From an address or an inline text to a document that can be carried out; what is wrong with it is told as Twilio's debugger would. */
import type { Source } from '../model.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';
import { findStrangeness } from './grammar.ts';
import { parseXml, type XmlElement } from './parse-xml.ts';

export interface Document {
  verbs: XmlElement[];
  /** what relative addresses in it are relative to; null: inline, so there are none */
  base: string | null;
}

const XML = ['text/xml', 'application/xml'];

export async function loadDocument(
  world: World,
  webhooks: Webhooks,
  source: Source,
  params: Record<string, string>,
): Promise<Document | null> {
  if (source.kind === 'inline') return read(world, source.twiml, null);
  const found = await webhooks.ask(source.url, source.method, { ...params, ...source.extra });
  if (!found) return null;
  if (found.body.length === 0) return { verbs: [], base: found.url };
  if (!XML.includes(found.contentType)) {
    world.warn(12_300, `${found.contentType || 'nothing'} is no content type of TwiML`, source.url);
    return null;
  }
  return read(world, found.body.toString('utf8'), found.url);
}

function read(world: World, text: string, base: string | null): Document | null {
  try {
    const root = parseXml(text);
    if (root.name !== 'Response') {
      world.warn(12_102, `<${root.name}> instead of <Response>`, base ?? '');
      return null;
    }
    for (const strange of findStrangeness(root)) world.warn(12_200, strange, base ?? '');
    return { verbs: root.children, base };
  } catch (error) {
    world.warn(12_100, error instanceof Error ? error.message : String(error), base ?? '');
    return null;
  }
}
