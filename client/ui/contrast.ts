/** Contrast of two colours as WCAG 2.2 defines it (1.4.3, relative luminance), for the tokens' test and for accents that sites choose. */

/** Relative luminance of `#rrggbb`, 0 to 1. */
export function readLuminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 (the same) to 21 (black on white). */
export function measureContrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [readLuminance(a), readLuminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

/** White where it reads (4.5), else black: what stands on an accent chosen by a site. */
export function pickTextOn(fill: string): '#ffffff' | '#1d1d1b' {
  return measureContrast('#ffffff', fill) >= 4.5 ? '#ffffff' : '#1d1d1b';
}
