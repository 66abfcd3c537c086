/** What a macro does, as one sentence. */
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { MacroAction } from '../../../../shared/model/catalogue.ts';
import { describeAction } from './macro-draft.ts';

export function useMacroWords(catalogue: Catalogue): (actions: readonly MacroAction[]) => string {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language === 'zh' ? 'zh-Hans' : 'en-GB', { type: 'conjunction' });
  return (actions) => {
    const parts = actions.map((action) => {
      const { key, values } = describeAction(action, catalogue);
      const priority = action.type === 'set-priority' ? t(`workspace.priorities.${action.priority}`) : '';
      return t(key, { ...values, ...(priority && { priority }) });
    });
    const sentence = list.format(parts);
    return sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
  };
}
