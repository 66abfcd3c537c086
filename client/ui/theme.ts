/** Mantine's theme and its variables, set to the design's tokens. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

const cobalt: MantineColorsTuple = [
  '#EEF1FE',
  '#DDE3FD',
  '#BFC9FA',
  '#9CAAF5',
  '#7A8CEF',
  '#5468E4',
  '#3F53DB',
  '#3344BE',
  '#2A3899',
  '#212C75',
];
const gray: MantineColorsTuple = [
  '#F7F7F4',
  '#F1F1ED',
  '#EEEEE9',
  '#E6E6E0',
  '#D2D2CA',
  '#8A8A82',
  '#6A6A63',
  '#55554F',
  '#34342F',
  '#1D1D1B',
];
const dark: MantineColorsTuple = [
  '#ECECE8',
  '#B6B6AF',
  '#95958D',
  '#75756D',
  '#3E3E3A',
  '#2B2B29',
  '#242422',
  '#1B1B1A',
  '#151514',
  '#0F0F0E',
];

const small = { size: 'sm' } as const;

export const theme = createTheme({
  colors: { cobalt, gray, dark },
  primaryColor: 'cobalt',
  primaryShade: { light: 6, dark: 5 },
  black: '#1D1D1B',
  autoContrast: false,
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  fontFamily: 'var(--pl-font)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.334', sm: '1.54', md: '1.43', lg: '1.334', xl: '1.334' },
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '24px', lineHeight: '32px' },
      h2: { fontSize: '18px', lineHeight: '24px' },
      h3: { fontSize: '15px', lineHeight: '20px' },
      h4: { fontSize: '14px', lineHeight: '20px' },
      h5: { fontSize: '13px', lineHeight: '20px' },
      h6: { fontSize: '12px', lineHeight: '16px' },
    },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: '7px',
  shadows: {
    xs: 'var(--pl-sh1)',
    sm: 'var(--pl-sh1)',
    md: 'var(--pl-sh2)',
    lg: 'var(--pl-sh3)',
    xl: 'var(--pl-sh3)',
  },
  breakpoints: { xs: '30em', sm: '48em', md: '64em', lg: '80em', xl: '96em' },
  // Written plainly: their own `extend` would load every one of them with the first page.
  components: {
    Button: { defaultProps: small },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Input: { defaultProps: small },
    InputWrapper: { defaultProps: small },
    TextInput: { defaultProps: small },
    Textarea: { defaultProps: small },
    Select: { defaultProps: { size: 'sm', allowDeselect: false, checkIconPosition: 'right' } },
    Switch: { defaultProps: small },
    // Its placeholder for the focus is no item, which a menu must not hold.
    Menu: {
      defaultProps: {
        radius: 12,
        shadow: 'lg',
        transitionProps: { duration: 160 },
        withInitialFocusPlaceholder: false,
      },
    },
    Popover: { defaultProps: { radius: 12, shadow: 'lg' } },
    Modal: { defaultProps: { radius: 14, shadow: 'lg', centered: true, overlayProps: { backgroundOpacity: 0.35 } } },
    Tooltip: { defaultProps: { openDelay: 500, withinPortal: false } },
  },
});

/** Mantine's own variables that would fail contrast, or differ from the tokens. */
export const resolveVariables: CSSVariablesResolver = () => {
  const both = {
    '--mantine-color-body': 'var(--pl-surface)',
    '--mantine-color-text': 'var(--pl-t1)',
    '--mantine-color-dimmed': 'var(--pl-t3)',
    '--mantine-color-placeholder': 'var(--pl-t3)',
    '--mantine-color-default': 'var(--pl-raised)',
    '--mantine-color-default-hover': 'var(--pl-hover)',
    '--mantine-color-default-color': 'var(--pl-t1)',
    '--mantine-color-default-border': 'var(--pl-line2)',
    '--mantine-color-disabled': 'var(--pl-sunken)',
    '--mantine-color-disabled-color': 'var(--pl-disabled)',
    '--mantine-color-error': 'var(--pl-danger-t)',
    '--mantine-color-success': 'var(--pl-ok-t)',
    '--mantine-color-anchor': 'var(--pl-ac-t)',
    '--mantine-color-red-filled': '#bf2e29',
    '--mantine-color-red-filled-hover': '#a82722',
    '--mantine-color-cobalt-light': 'var(--pl-ac-s)',
    '--mantine-color-cobalt-light-color': 'var(--pl-ac-t)',
    '--mantine-color-gray-subtle-color': 'var(--pl-t2)',
    '--mantine-color-gray-light-color': 'var(--pl-t2)',
    '--mantine-color-gray-light-hover': 'var(--pl-hover)',
  };
  return { variables: {}, light: both, dark: both };
};
