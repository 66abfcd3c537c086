/** Puts the settings among the commands while somebody types: each page, what stands on it, and things by their names. */
import { useNavigate } from '@tanstack/react-router';
import { useCommands } from '../../app/commands.ts';
import { useSettingsWords } from '../../i18n/settings-words.ts';
import { reveal } from './reveal.ts';
import { useFindable } from './use-findable.ts';

export function SettingsCommands() {
  const navigate = useNavigate();
  const areWordsThere = useSettingsWords();
  const findable = useFindable();

  async function open(to: string, words: string | undefined) {
    await navigate({ to });
    const main = document.querySelector<HTMLElement>('main');
    if (words !== undefined && main) reveal(main, words);
  }

  useCommands(
    !areWordsThere
      ? []
      : findable.map((one) => ({
          id: `settings ${one.id}`,
          group: 'settings',
          label: one.name,
          effect: one.where,
          also: one.also,
          run: () => void open(one.to, one.reveal),
        })),
  );
  return null;
}
