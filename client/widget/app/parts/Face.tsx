/** @jsxImportSource preact */
/** A person by initials; decoration, since the name always stands beside it or is read out. */
import { pickAvatarColour, readInitials } from '../../../ui/avatar.ts';

export function Face({ name, size }: { name: string; size: 26 | 28 | 36 }) {
  return (
    <span class={`face face-${pickAvatarColour(name)} face-size-${size}`} aria-hidden="true">
      {readInitials(name)}
    </span>
  );
}
