/** @jsxImportSource preact */
/** Starts the framed app: for a visitor, or as a preview of settings that an admin has not saved yet. */
import '../../ui/tokens.css';
import './styles/base.css';
import './styles/home.css';
import './styles/form.css';
import './styles/thread.css';
import './styles/composer.css';
import { connectHost } from './host.ts';
import { startLive } from './live.tsx';
import { readWidgetPage } from './page.ts';

const page = readWidgetPage(
  document.getElementById('parley-page')?.textContent ?? null,
  location.pathname,
  location.origin,
);

// Only a page of our own can frame a preview, and only it is listened to.
if (window.parent !== window && new URLSearchParams(location.search).has('preview')) {
  void import('./preview.tsx').then(({ startPreview }) => startPreview(page));
} else if (page.isGone) {
  // Nothing is drawn and nothing asked: the page around takes bubble and frame away.
  connectHost(page.origins, () => undefined).post({ type: 'gone' });
} else startLive(page);
