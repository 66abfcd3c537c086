/** Why a view was not kept, in words. */
import { useTranslation } from 'react-i18next';
import type { WireError } from '../../../../../shared/errors.ts';

export function useRefusal(): (error: WireError) => string {
  const { t } = useTranslation();
  return ({ code, fields }) => {
    if (fields?.name === 'taken') return t('list.own.taken');
    if (fields?.sharing === 'too-many') return t('list.own.full');
    return t(`error.${code}`);
  };
}
