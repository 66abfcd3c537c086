/** The text colour for an accent: white where it reads (4.5:1, WCAG 2.2 1.4.3), else ink. */
const ink = '#1d1d1b';

function luminance(hex: string): number {
  let sum = 0;
  for (let i = 0; i < 3; i += 1) {
    const part = Number.parseInt(hex.slice(1 + i * 2, 3 + i * 2), 16) / 255;
    const linear = part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    sum += linear * (i === 0 ? 0.2126 : i === 1 ? 0.7152 : 0.0722);
  }
  return sum;
}

export function pickTextOnAccent(accent: string): string {
  return 1.05 / (luminance(accent) + 0.05) >= 4.5 ? '#ffffff' : ink;
}
