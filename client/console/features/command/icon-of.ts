/** An icon for a command, by what it is about. */
import {
  IconAlarm,
  IconArrowRight,
  IconBell,
  IconBolt,
  IconBrightnessUp,
  IconBrowser,
  IconChecklist,
  IconCircleCheck,
  IconCircleDot,
  IconFlag,
  IconHandStop,
  IconKeyboard,
  IconLanguage,
  IconList,
  IconListCheck,
  IconLogout,
  IconMessage,
  IconMessageQuestion,
  IconNote,
  IconSettings,
  IconTag,
  IconUser,
  IconUserShare,
} from '@tabler/icons-react';

type Icon = typeof IconArrowRight;

/** The longest beginning of the id that is known here decides. */
const icons: readonly [string, Icon][] = [
  ['work.close', IconCircleCheck],
  ['work.transfer', IconUserShare],
  ['work.take', IconUserShare],
  ['work.snooze', IconAlarm],
  ['work.wake', IconAlarm],
  ['work.tags', IconTag],
  ['work.ask', IconMessageQuestion],
  ['work.hand', IconHandStop],
  ['work.lower', IconHandStop],
  ['work.priority', IconFlag],
  ['work', IconBolt],
  ['conversation.reply', IconMessage],
  ['conversation.note', IconNote],
  ['conversation.panel', IconUser],
  ['reply', IconMessage],
  ['macro', IconListCheck],
  ['offer', IconBell],
  ['list.pick', IconChecklist],
  ['list', IconList],
  ['tabs', IconBrowser],
  ['presence', IconCircleDot],
  ['shell.presence', IconCircleDot],
  ['shell.attention', IconBell],
  ['shell.help', IconKeyboard],
  ['shell.signOut', IconLogout],
  ['scheme', IconBrightnessUp],
  ['language', IconLanguage],
  ['go.settings', IconSettings],
];

export function iconOf(id: string): Icon {
  const known = icons.filter(([start]) => id === start || id.startsWith(`${start}.`));
  return known.sort(([a], [b]) => b.length - a.length)[0]?.[1] ?? IconArrowRight;
}
