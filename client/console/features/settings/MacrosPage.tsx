/** Macros: several actions in one click, own ones, those of the teams, and everybody's. */
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Catalogue } from '../../../../shared/api.ts';
import type { Macro } from '../../../../shared/model/catalogue.ts';
import { useCatalogue } from '../../http/catalogue.ts';
import { Empty } from './Empty.tsx';
import { Loaded, PageFrame } from './PageFrame.tsx';
import { SharedList } from './SharedList.tsx';
import { useMacroWords } from './use-macro-words.ts';
import { useAllMacros } from './workspace-queries.ts';

export function MacrosPage() {
  const { t } = useTranslation();
  const macros = useAllMacros();
  const catalogue = useCatalogue();
  return (
    <PageFrame
      title={t('workspace.macros.title')}
      lead={t('workspace.macros.lead')}
      action={
        <Button component={Link} to="/console/settings/macros/new" leftSection={<IconPlus size={16} />}>
          {t('workspace.macros.add')}
        </Button>
      }
    >
      <Loaded query={macros}>
        {(known) => <Loaded query={catalogue}>{(lists) => <Macros macros={known.macros} catalogue={lists} />}</Loaded>}
      </Loaded>
    </PageFrame>
  );
}

function Macros({ macros, catalogue }: { macros: Macro[]; catalogue: Catalogue }) {
  const { t } = useTranslation();
  const say = useMacroWords(catalogue);
  if (macros.length === 0) {
    return <Empty title={t('workspace.macros.empty')} text={t('workspace.macros.emptyText')} />;
  }
  return (
    <SharedList
      area="macros"
      collection="macros"
      items={macros}
      teams={catalogue.teams}
      nameOf={({ name }) => name}
      describe={({ actions }) => say(actions)}
    />
  );
}
