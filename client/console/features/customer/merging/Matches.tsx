/** Customers who are probably the same person, with the reasons; nothing happens until somebody decides. */
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerMatch, MatchReason } from '../../../../../shared/model/customer-match.ts';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import { useCatalogue } from '../../../http/catalogue.ts';
import { useDesk } from '../../../sync/use-desk.ts';
import { useStandardAttributes } from '../use-standard-attributes.ts';
import { MergeDialog } from './MergeDialog.tsx';
import classes from './merging.module.css';

export interface MatchesProps {
  conversationId: ConversationId;
  name: string;
  /** of the card: with every change others may be like it */
  rev: number;
}

export function Matches({ conversationId, name, rev }: MatchesProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const describe = useDescribeReason();
  const [matches, setMatches] = useState<readonly CustomerMatch[]>([]);
  const [other, setOther] = useState<ConversationId | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again with every change of the card
  useEffect(() => {
    let isCurrent = true;
    void desk.customers.matches(conversationId).then((answer) => {
      if (isCurrent && answer.ok) setMatches(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [desk, conversationId, rev]);

  async function distinguish(match: CustomerMatch) {
    const answer = await desk.customers.distinguish(conversationId, match.conversationId);
    if (answer.ok) setMatches(matches.filter((each) => each !== match));
    else notifications.show({ message: `${t('person.failed')} ${t(`error.${answer.error.code}`)}` });
  }

  return (
    <>
      {matches.map((match) => (
        <section
          key={match.customerId}
          className={classes.match}
          aria-label={t('match.probably', { name: match.name })}
        >
          <p>{t('match.probably', { name: match.name })}</p>
          <p className={classes.quiet}>{t('match.because', { reasons: match.reasons.map(describe).join(', ') })}</p>
          <Group gap={6} mt={6}>
            <Button
              size="compact-xs"
              aria-label={t('match.mergeWith', { name: match.name })}
              onClick={() => setOther(match.conversationId)}
            >
              {t('match.merge')}
            </Button>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t('match.notSameAs', { name: match.name })}
              onClick={() => void distinguish(match)}
            >
              {t('match.notSame')}
            </Button>
          </Group>
        </section>
      ))}
      {other && (
        <MergeDialog conversationId={conversationId} name={name} other={other} onClose={() => setOther(null)} />
      )}
    </>
  );
}

function useDescribeReason(): (reason: MatchReason) => string {
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
