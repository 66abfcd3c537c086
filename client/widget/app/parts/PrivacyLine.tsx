/** @jsxImportSource preact */
/** Says what the team can see, and where the website explains what it keeps. */
import { toHref } from '../../../ui/linkify.ts';
import { useApp, useWidget } from '../context.ts';

export function PrivacyLine({ isLive }: { isLive: boolean }) {
  const { words } = useApp();
  const inbox = useWidget((state) => state.inbox);
  const href = inbox?.privacyUrl ? toHref(inbox.privacyUrl) : null;
  const isSeen = isLive && inbox?.typingPreview;
  if (!href && !isSeen) return null;
  return (
    <p class="privacy">
      {isSeen && `${words.privacyPreview} `}
      {href && (
        <a href={href} target="_blank" rel="noopener noreferrer">
          {words.privacy}
        </a>
      )}
    </p>
  );
}
