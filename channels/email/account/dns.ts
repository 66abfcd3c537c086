/** What DNS says of a domain, as far as mail is concerned. A name or record that is not there is an empty answer; no answer is an error. */
import { Resolver } from 'node:dns/promises';

export interface MailDns {
  /** hosts that take mail, the preferred first */
  mx(domain: string): Promise<string[]>;
  txt(name: string): Promise<string[]>;
  srv(name: string): Promise<{ host: string; port: number }[]>;
}

export function createMailDns(): MailDns {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  return {
    mx: (domain) =>
      orNothing(async () => {
        const found = await resolver.resolveMx(domain);
        // "." takes no mail (RFC 7505).
        return found
          .sort((a, b) => a.priority - b.priority)
          .flatMap(({ exchange }) => (exchange ? [lower(exchange)] : []));
      }),
    txt: (name) => orNothing(async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
    srv: (name) =>
      orNothing(async () => {
        const found = await resolver.resolveSrv(name);
        return found
          .sort((a, b) => a.priority - b.priority || b.weight - a.weight)
          .flatMap(({ name: host, port }) => (host && host !== '.' ? [{ host: lower(host), port }] : []));
      }),
  };
}

async function orNothing<T>(look: () => Promise<T[]>): Promise<T[]> {
  try {
    return await look();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
    throw error;
  }
}

const lower = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Names that only this machine or this network knows (RFC 2606, RFC 6761, RFC 6762): nobody else is asked about them. */
export function isPublicDomain(domain: string): boolean {
  return domain.includes('.') && !/\.(test|example|invalid|localhost|local|internal|lan|home\.arpa)$/i.test(domain);
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
