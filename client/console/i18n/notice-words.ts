/** A notice in words. */
import type { TFunction } from 'i18next';
import type { Notice } from '../../../shared/model/notice.ts';

export interface NoticeWords {
  /** "Ben mentioned you" */
  title: string;
  /** "Sofia Marchetti #12" */
  about: string;
  /** both, on one line */
  full: string;
}

export function describeNotice(t: TFunction, notice: Notice): NoticeWords {
  const title = t(`notices.kinds.${notice.kind}`, { by: notice.byName ?? t('notices.somebody') });
  const about = `${notice.customerName} #${notice.number}`;
  return { title, about, full: `${title} · ${about}` };
}
