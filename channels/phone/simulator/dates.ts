/** Dates as Twilio writes them. */

/** RFC 2822, UTC. @example "Mon, 30 Nov 2026 08:00:00 +0000" */
export const rfc2822 = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000');
