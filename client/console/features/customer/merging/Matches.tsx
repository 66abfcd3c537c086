/** Customers who are probably the same person, with the reasons; nothing happens until somebody decides. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconGitMerge } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerMatch, OtherCustomer } from '../../../../../shared/model/customer-match.ts';
import type { ConversationId } from '../../../../../shared/model/ids.ts';
import { useDesk } from '../../../sync/use-desk.ts';
import { MatchChoice } from './MatchChoice.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import classes from './merging.module.css';
import { otherOf } from './other-of.ts';
import { TellingApart } from './TellingApart.tsx';

export interface MatchesProps {
  conversationId: ConversationId;
  name: string;
  /** of the card: with every change others may be like it */
  rev: number;
}

export function Matches({ conversationId, name, rev }: MatchesProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [matches, setMatches] = useState<readonly CustomerMatch[]>([]);
  const [isOpen, setOpen] = useState(false);
  const [other, setOther] = useState<OtherCustomer | null>(null);
  const shown = isOpen ? matches : matches.slice(0, 1);

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
    const answer = await desk.customers.distinguish(conversationId, otherOf(match));
    if (answer.ok) setMatches(matches.filter((each) => each !== match));
    else notifications.show({ message: `${t('person.failed')} ${t(`error.${answer.error.code}`)}` });
  }

  return (
    <>
      {shown.map((match) => (
        <section
          key={match.customerId}
          className={classes.match}
          aria-label={t('match.probably', { name: match.name })}
        >
          <p className={classes.probably}>
            <IconGitMerge size={16} stroke={1.75} aria-hidden="true" />
            {t('match.probably', { name: match.name })}
          </p>
          <TellingApart somebody={match} />
          <MatchChoice
            reasons={match.reasons}
            mergeName={t('match.mergeWith', { name: match.name })}
            notSameName={t('match.notSameAs', { name: match.name })}
            onMerge={() => setOther(otherOf(match))}
            onNotSame={() => void distinguish(match)}
          />
        </section>
      ))}
      {matches.length > 1 && (
        <Button
          className={classes.others}
          ml={-8}
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t('match.fewer') : t('match.more', { count: matches.length - 1 })}
        </Button>
      )}
      {other && (
        <MergeDialog conversationId={conversationId} name={name} other={other} onClose={() => setOther(null)} />
      )}
    </>
  );
}
