/** What people of a new workspace choose from until an admin says otherwise: why somebody is away, how a conversation ended. */
import type { Disposition, PresenceReason } from '../../shared/model/catalogue.ts';
import type { WidgetLanguage } from '../../shared/model/inbox.ts';
import type { Ids } from '../lib/ids.ts';
import type { CatalogueStore } from '../store/catalogue.ts';
import { keysOf } from './names.ts';

interface Starter {
  /** with the minutes that are usual; null: as long as it takes */
  reasons: readonly (readonly [name: string, minutes: number | null])[];
  dispositions: readonly string[];
}

const starters: Record<WidgetLanguage, Starter> = {
  en: {
    reasons: [
      ['Break', 15],
      ['Lunch', 45],
      ['Meeting', null],
      ['Training', 60],
    ],
    dispositions: [
      'Solved',
      'Information given',
      'Handed to another team',
      'Could not help',
      'Customer did not answer',
      'Spam',
    ],
  },
  zh: {
    reasons: [
      ['休息', 15],
      ['用餐', 45],
      ['会议', null],
      ['培训', 60],
    ],
    dispositions: ['已解决', '已提供信息', '已转交其他团队', '未能解决', '客户未回复', '垃圾信息'],
  },
};

/** Repeating it changes nothing: a name that is there stays as it is. */
export async function fillStarter(
  store: Pick<CatalogueStore, 'insert'>,
  ids: Ids,
  language: WidgetLanguage,
): Promise<void> {
  const { reasons, dispositions } = starters[language];
  const insert = (kind: 'presence-reason' | 'disposition', value: Record<string, unknown> & { name: string }) =>
    store.insert({ id: ids.next(), kind, circles: [], value, keys: keysOf(kind, ['everybody'], value.name) });
  for (const [name, minutes] of reasons) {
    await insert('presence-reason', { name, minutes, archived: false } satisfies Omit<PresenceReason, 'id'>);
  }
  for (const name of dispositions) {
    await insert('disposition', { name, queueIds: [], archived: false } satisfies Omit<Disposition, 'id'>);
  }
}
