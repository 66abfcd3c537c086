/** Documents that an account keeps with the network itself, as TwiML Bins: they are there while nothing of its own answers. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const PATH = /^\/bins\/([\w-]{1,64})$/;

export interface Bins {
  /** Answers the document's address. */
  keep(name: string, twiml: string): string;
  /** False for what is none. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
}

export function createBins(baseUrl: () => string): Bins {
  const kept = new Map<string, string>();
  return {
    keep(name, twiml) {
      kept.set(name, twiml);
      return `${baseUrl()}/bins/${name}`;
    },
    handle(request, response) {
      const name = PATH.exec(request.url ?? '')?.[1];
      const twiml = name === undefined ? undefined : kept.get(name);
      if (twiml === undefined) return false;
      response.writeHead(200, { 'Content-Type': 'text/xml; charset=utf-8' }).end(twiml);
      return true;
    },
  };
}
