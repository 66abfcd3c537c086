/** Why two customers may be one, in words. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatchReason } from '../../../../../shared/model/customer-match.ts';
import { useStandardAttributes } from '../../../attributes/use-standard-attributes.ts';
import { useCatalogue } from '../../../http/catalogue.ts';

export function useDescribeReason(): (reason: MatchReason) => string {
  const { t } = useTranslation();
  const defined = useCatalogue().data?.attributes;
  const standards = useStandardAttributes();
  return useCallback(
    ({ kind, value, field }) =>
      t(`match.reason.${kind}`, {
        value,
        field: [...standards.attributes, ...(defined ?? [])].find(({ id }) => id === field)?.name ?? '',
      }),
    [t, defined, standards],
  );
}
