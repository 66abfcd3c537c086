/** What a call brings with it, in one piece that is loaded when there is one. */
export { CallLine } from './CallLine.tsx';
export { CallPanel } from './CallPanel.tsx';
