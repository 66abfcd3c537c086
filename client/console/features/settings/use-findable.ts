/** Everything that the search of the settings can find, for the person in front of the screen: pages, what is on them, and things by their names. */
import type { i18n } from 'i18next';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCannedReplies, useCatalogue, useMacros } from '../../http/catalogue.ts';
import { type Language, languages } from '../../i18n/i18n.ts';
import { readSettingsWords } from '../../i18n/settings-words.ts';
import { useColleagues } from '../../sync/colleagues.ts';
import type { Findable } from './find-settings.ts';
import { mailChannel } from './mailbox-draft.ts';
import { usePermissions } from './permissions.ts';
import { isPhone } from './phone-draft.ts';
import { listEntries, type SettingsEntry } from './settings-nav.ts';

type Words = Record<Language, object>;

export function useFindable(): readonly Findable[] {
  const { t, i18n } = useTranslation();
  const permissions = usePermissions();
  const catalogue = useCatalogue().data;
  const replies = useCannedReplies().data;
  const macros = useMacros().data;
  const people = useColleagues();
  const [words, setWords] = useState<Words | null>(null);
  useEffect(() => {
    let isWanted = true;
    void readSettingsWords().then((read) => isWanted && setWords(read));
    return () => {
      isWanted = false;
    };
  }, []);

  return useMemo(() => {
    const entries = listEntries(permissions).flatMap((group) => group.entries);
    const found = entries.flatMap((entry) => describePage(entry, words, i18n));
    const pageOf = new Map(entries.map((entry) => [entry.to, t(entry.label)]));
    const put = (page: string, list: readonly { id: string; name: string }[] | undefined, path = '') => {
      const to = `/console/settings/${page}`;
      const where = pageOf.get(to);
      if (where === undefined) return;
      for (const { id, name } of list ?? []) {
        const at = path === '' ? { to, reveal: name } : { to: `${to}/${id}` };
        found.push({ ...at, id: `${page}.${id}`, name, where, also: [] });
      }
    };
    const open = <T extends { archived: boolean }>(list: readonly T[] | undefined) =>
      list?.filter(({ archived }) => !archived);
    put('queues', open(catalogue?.queues), 'each');
    put(
      'websites',
      open(catalogue?.inboxes)?.filter(({ channel }) => channel === 'webchat'),
      'each',
    );
    put(
      'mailboxes',
      open(catalogue?.inboxes)?.filter(({ channel }) => channel === mailChannel),
      'each',
    );
    put('phones', open(catalogue?.inboxes)?.filter(isPhone), 'each');
    put('teams', catalogue?.teams);
    put('people', people);
    put('tags', open(catalogue?.tags));
    put('dispositions', open(catalogue?.dispositions));
    put('reasons', open(catalogue?.presenceReasons));
    put('attributes', open(catalogue?.attributes));
    put(
      'replies',
      replies?.map(({ id, shortcut }) => ({ id, name: shortcut })),
      'each',
    );
    put('macros', macros, 'each');
    return found;
  }, [permissions, catalogue, replies, macros, people, words, i18n, t]);
}

function describePage({ to, label, things = [] }: SettingsEntry, words: Words | null, i18n: i18n): Findable[] {
  const others = (Object.keys(languages) as Language[]).filter((language) => language !== i18n.language);
  const inOthers = (key: string): string[] =>
    words === null ? [] : others.flatMap((language) => readPath(words[language], key) ?? []);
  const where = i18n.t(label);
  return [
    { id: label, to, name: where, where: '', also: inOthers(label) },
    ...things.map((key): Findable => {
      const name = i18n.t(key);
      return { id: `${label} ${key}`, to, name, where, also: inOthers(key), reveal: name };
    }),
  ];
}

/** The word at `a.b.c`, if there is one. */
function readPath(words: object, path: string): string | null {
  let at: unknown = words;
  for (const step of path.split('.')) at = (at as Record<string, unknown> | undefined)?.[step];
  return typeof at === 'string' ? at : null;
}
