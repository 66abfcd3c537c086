/** The commands that are there on every page: where to go, presence, appearance, language, help. */
import { useMantineColorScheme } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useCatalogue } from '../http/catalogue.ts';
import { changeLanguage, type Language, languages } from '../i18n/i18n.ts';
import { useLetterInboxes } from '../letters/use-letter-inbox.ts';
import { useCallerIds } from '../sync/calls.ts';
import type { DeskState } from '../sync/desk-state.ts';
import { useDesk, useDeskState } from '../sync/use-desk.ts';
import { type Command, useCommands } from './commands.ts';
import { useShell } from './shell-context.ts';

const readPresence = (state: DeskState) => state.me?.presence.state;
const readSeesFloor = (state: DeskState) => state.me?.permissions.includes('floor:see') ?? false;

export interface ShellCommandsProps {
  isMenuOpen: boolean;
  /** what stands in the menu: a number may be called from there */
  typed: string;
  onCloseMenu(): void;
}

export function ShellCommands({ isMenuOpen, typed, onCloseMenu }: ShellCommandsProps) {
  const { t, i18n } = useTranslation();
  const shell = useShell();
  const desk = useDesk();
  const navigate = useNavigate();
  const presence = useDeskState(readPresence);
  const seesFloor = useDeskState(readSeesFloor);
  const reasons = useCatalogue().data?.presenceReasons.filter((one) => !one.archived) ?? [];
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  async function goAway(reasonId?: (typeof reasons)[number]['id']) {
    const answer = await desk.setPresence('away', reasonId);
    if (!answer.ok) notifications.show({ message: t('presence.failed') });
  }

  const mayDial = useCallerIds().length > 0;
  const number = /^[+\d][\d\s()./-]{4,}$/.test(typed.trim()) ? typed.trim() : null;
  const writesLetters = useLetterInboxes().length > 0;
  const isReady = presence === 'available';
  const go = (id: string, label: string, run: () => void, rest: Partial<Command> = {}): Command => ({
    ...{ id, label, run, group: 'go' },
    ...rest,
  });
  useCommands([
    go('shell.commands', t('command.open'), isMenuOpen ? onCloseMenu : shell.openCommands, { keys: 'mod+k' }),
    go('shell.presence', t(isReady ? 'presence.goAway' : 'presence.goReady'), shell.togglePresence, {
      keys: 'p',
      effect: t(isReady ? 'command.awayEffect' : 'command.readyEffect'),
    }),
    ...reasons.map((reason) =>
      go(`presence.${reason.id}`, t('presence.goAwayFor', { reason: reason.name }), () => void goAway(reason.id), {
        effect:
          reason.minutes === null ? t('command.awayEffect') : t('presence.allowedLong', { count: reason.minutes }),
      }),
    ),
    ...(seesFloor
      ? [go('go.floor', t('rail.floor'), () => void navigate({ to: '/console/floor' }), { keys: 'g f' })]
      : []),
    go('go.settings', t('rail.settings'), () => void navigate({ to: '/console/settings' }), { keys: 'g s' }),
    ...(writesLetters
      ? [go('letter.new', t('letter.new.command'), shell.writeLetter, { keys: 'c', effect: t('letter.new.effect') })]
      : []),
    ...(mayDial
      ? [
          go('phone.dialPad', t('phone.dialNumber'), () => shell.openDialPad(number ? { number } : undefined), {
            effect: t('phone.dialEffect'),
            // Found by the number itself.
            ...(number && { label: t('phone.dial', { number }) }),
          }),
        ]
      : []),
    go('shell.attention', t('command.sound'), shell.openAttention),
    go('shell.help', t('shortcuts.sheet'), shell.openHelp, { keys: '?' }),
    ...(['auto', 'light', 'dark'] as const)
      .filter((scheme) => scheme !== colorScheme)
      .map((scheme) =>
        go(`scheme.${scheme}`, t('command.scheme', { name: t(`scheme.${scheme}`) }), () => setColorScheme(scheme), {
          effect: t('command.schemeEffect'),
        }),
      ),
    ...(Object.keys(languages) as Language[])
      .filter((language) => language !== i18n.language)
      .map((language) =>
        go(
          `language.${language}`,
          t('command.language', { name: languages[language] }),
          () => void changeLanguage(i18n, language, localStorage),
          { effect: t('command.schemeEffect') },
        ),
      ),
    go('shell.signOut', t('rail.signOut'), shell.signOut, { effect: t('command.signOutEffect') }),
  ]);
  return null;
}
