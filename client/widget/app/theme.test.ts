import { measureContrast } from '../../ui/contrast.ts';
import { pickTextOnAccent } from '../loader/accent.ts';
import { deriveAccent } from './theme.ts';

const accents = ['#3f53db', '#1f6f5c', '#ffd400', '#ffffff', '#000000', '#ff4d4d', '#7f7f7f', '#00e5ff', '#f2e9d8'];
const grounds = { light: '#ffffff', dark: '#1b1b1a' } as const;

test.each(accents)('with %s every text keeps 4.5', (accent) => {
  for (const scheme of ['light', 'dark'] as const) {
    const { fill, onFill, hover, text, soft } = deriveAccent(accent, scheme);
    expect(measureContrast(fill, onFill)).toBeGreaterThanOrEqual(4.5);
    expect(measureContrast(hover, onFill)).toBeGreaterThanOrEqual(4.5);
    expect(measureContrast(text, soft)).toBeGreaterThanOrEqual(4.5);
    expect(measureContrast(text, grounds[scheme])).toBeGreaterThanOrEqual(4.5);
  }
});

test.each(accents)('the launcher’s icon reads on %s before the app has said anything', (accent) => {
  expect(measureContrast(accent, pickTextOnAccent(accent))).toBeGreaterThanOrEqual(3);
});
