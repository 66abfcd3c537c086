/** The made-up customers of the demo company. */

export interface DemoCustomer {
  name: string;
  email: string;
  language: string;
  timeZone: string;
  browser: string;
}

const browsers = ['Firefox 145 on Windows', 'Chrome 142 on Android', 'Safari 19 on iPhone', 'Edge 142 on Windows'];

const names: readonly (readonly [name: string, language: string, timeZone: string])[] = [
  ['Sofia Marchetti', 'it', 'Europe/Rome'],
  ['Jonas Weber', 'de', 'Europe/Berlin'],
  ['Tomás Lindqvist', 'sv', 'Europe/Stockholm'],
  ['Paulina Cruz', 'es', 'America/Mexico_City'],
  ['Adaeze Obi', 'en', 'Africa/Lagos'],
  ['Eszter Kovács', 'hu', 'Europe/Budapest'],
  ['Wei Zhang', 'zh', 'Asia/Shanghai'],
  ['Marek Dvořák', 'cs', 'Europe/Prague'],
  ['Hanna Virtanen', 'fi', 'Europe/Helsinki'],
  ['Oluwaseun Bello', 'en', 'Europe/London'],
  ['Camille Laurent', 'fr', 'Europe/Paris'],
  ['Yusuf Demir', 'tr', 'Europe/Istanbul'],
  ['Anneke de Vries', 'nl', 'Europe/Amsterdam'],
  ['Kenji Mori', 'ja', 'Asia/Tokyo'],
  ['Rania Aziz', 'ar', 'Africa/Cairo'],
  ['Liam Byrne', 'en', 'Europe/Dublin'],
  ['Ingrid Solberg', 'nb', 'Europe/Oslo'],
  ['Mateus Rocha', 'pt', 'America/Sao_Paulo'],
  ['Nadia Petrova', 'bg', 'Europe/Sofia'],
  ['Arjun Mehta', 'en', 'Asia/Kolkata'],
  ['Greta Hofer', 'de', 'Europe/Vienna'],
  ['Chiara Russo', 'it', 'Europe/Rome'],
  ['Li Na', 'zh', 'Asia/Shanghai'],
  ['Ewa Nowak', 'pl', 'Europe/Warsaw'],
  ['Samuel Osei', 'en', 'Africa/Accra'],
  ['Isabel Romero', 'es', 'Europe/Madrid'],
  ['Piet Janssens', 'nl', 'Europe/Brussels'],
  ['Maria Papadaki', 'el', 'Europe/Athens'],
];

export const demoCustomers: readonly DemoCustomer[] = names.map(([name, language, timeZone], index) => ({
  name,
  email: `${name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')}@customer.example`,
  language,
  timeZone,
  browser: browsers[index % browsers.length] ?? '',
}));
