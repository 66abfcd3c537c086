/** Addresses of WhatsApp: another address than the same number for texts. */
export const WHATSAPP = 'whatsapp:';

export const isWhatsApp = (address: string): boolean => address.startsWith(WHATSAPP);
