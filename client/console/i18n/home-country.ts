/** The country most probably meant where a phone number is written without one, as this browser names it. */
export const homeCountry = (): string => new Intl.Locale(navigator.language).maximize().region ?? 'US';
