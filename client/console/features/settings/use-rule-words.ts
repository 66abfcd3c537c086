/** Conditions of mail rules and what follows from them, in a few words. */
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { CannedReply } from '../../../../shared/model/catalogue.ts';
import type { LetterLanguage, MailCondition, MailOutcome } from '../../../../shared/model/mail-rule.ts';

export function useLanguageName(): (language: LetterLanguage) => string {
  const { i18n } = useTranslation();
  const names = new Intl.DisplayNames([i18n.language === 'zh' ? 'zh-Hans' : 'en-GB'], { type: 'language' });
  return (language) => names.of(language) ?? language;
}

export function useDescribeCondition(): (condition: MailCondition) => string {
  const { t } = useTranslation();
  const nameOf = useLanguageName();
  return (condition) => {
    const field = t(`mailbox.rules.fields.${condition.field}`);
    switch (condition.field) {
      case 'size':
        return `${field} ${t(`mailbox.rules.is.${condition.is}`)} ${condition.bytes / 1_000_000} MB`;
      case 'language': {
        const is = t(condition.not ? 'mailbox.rules.isNot.language' : 'mailbox.rules.is.language');
        return `${field} ${is} ${condition.languages.map(nameOf).join(', ')}`;
      }
      default: {
        const is = t(condition.not ? `mailbox.rules.isNot.${condition.is}` : `mailbox.rules.is.${condition.is}`);
        const name = condition.field === 'header' ? `${field} ${condition.name}` : field;
        return `${name} ${is} “${condition.text}”`;
      }
    }
  };
}

/** One sentence for each thing that is done; what is gone from the lists is left out. */
export function useDescribeOutcome(catalogue: Catalogue, replies: CannedReply[]): (outcome: MailOutcome) => string[] {
  const { t } = useTranslation();
  return ({ queueId, priority, tagIds, suggestedReplyId }) => {
    const queue = catalogue.queues.find(({ id }) => id === queueId);
    const tags = catalogue.tags.filter(({ id }) => tagIds.includes(id));
    const reply = replies.find(({ id }) => id === suggestedReplyId);
    return [
      queue && t('mailbox.rules.trial.queue', { name: queue.name }),
      priority && t('mailbox.rules.trial.priority', { name: t(`workspace.priorities.${priority}`) }),
      tags.length > 0 && t('mailbox.rules.trial.tags', { names: tags.map(({ name }) => name).join(', ') }),
      reply && t('mailbox.rules.trial.suggests', { name: reply.shortcut }),
    ].filter((words) => typeof words === 'string');
  };
}
