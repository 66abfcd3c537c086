/** Mail addresses as the wire compares them: the domain in any case and either spelling, the local part with its plus-tag. */
import { domainToASCII } from 'node:url';

export interface AddressParts {
  /** as written, without the tag */
  local: string;
  /** what follows the first `+`, or null */
  tag: string | null;
  /** lower case, internationalised names as `xn--` */
  domain: string;
}

/** @returns null for what is no address; quoted local parts and address literals are kept as they are */
export function readAddress(address: string): AddressParts | null {
  const at = address.lastIndexOf('@');
  if (at < 1 || at === address.length - 1) return null;
  const written = address.slice(0, at);
  const host = address.slice(at + 1);
  const domain = host.startsWith('[') ? host.toLowerCase() : domainToASCII(host.toLowerCase());
  if (!domain) return null;
  const plus = written.startsWith('"') ? -1 : written.indexOf('+', 1);
  return {
    local: plus < 0 ? written : written.slice(0, plus),
    tag: plus < 0 ? null : written.slice(plus + 1),
    domain,
  };
}

/** The address with its domain in ASCII; what is no address comes back as it was. */
export function withAsciiDomain(address: string): string {
  const parts = readAddress(address);
  return parts ? `${address.slice(0, address.lastIndexOf('@'))}@${parts.domain}` : address;
}

/** Whether it needs SMTPUTF8 (RFC 6531) once its domain is ASCII. */
export function needsSmtpUtf8(address: string): boolean {
  return /[^\0-\x7f]/.test(withAsciiDomain(address));
}
