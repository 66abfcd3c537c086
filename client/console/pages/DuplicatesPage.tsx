/** The page of the settings that lists customers who are probably one person. */
import { useTranslation } from 'react-i18next';
import { DuplicateList } from '../features/customer/merging/DuplicateList.tsx';
import { PageFrame } from '../features/settings/PageFrame.tsx';

export function DuplicatesPage() {
  const { t } = useTranslation();
  return (
    <PageFrame title={t('duplicates.title')} lead={t('duplicates.lead')}>
      <DuplicateList />
    </PageFrame>
  );
}
