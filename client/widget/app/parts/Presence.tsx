/** @jsxImportSource preact */
/** Whether somebody is there, in the customer's own time. */
import { useApp, useWidget } from '../context.ts';
import { tellAvailability } from '../words/times.ts';

export function Presence({ prefix }: { prefix?: string }) {
  const { words, clock } = useApp();
  const availability = useWidget((state) => state.availability);
  if (!availability) return null;
  const isHere = availability.open && availability.staffed;
  return (
    <p class="presence">
      <span class={isHere ? 'dot dot-here' : 'dot'} />
      {prefix
        ? `${prefix}, ${lower(tellAvailability(availability, words, clock()))}`
        : tellAvailability(availability, words, clock())}
    </p>
  );
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
