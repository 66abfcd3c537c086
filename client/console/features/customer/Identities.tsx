/** What the customer is reached by, how that is known to be theirs, and since when. */
import {
  IconDeviceLaptop,
  IconId,
  IconMail,
  IconMailOff,
  IconPhone,
  IconRosetteDiscountCheckFilled,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CustomerIdentity } from '../../../../shared/model/customer.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { cx } from '../../../ui/cx.ts';
import { DialButton } from '../../calls/DialButton.tsx';
import { useTimes } from '../../i18n/times.ts';
import classes from './customer.module.css';

export interface IdentitiesProps {
  conversationId: ConversationId;
  identities: readonly CustomerIdentity[];
  /** the browser they use now */
  browser: string | undefined;
  now: number;
}

export function Identities({ conversationId, identities, browser, now }: IdentitiesProps) {
  const { t } = useTranslation();
  // A person has one line for all the browsers they ever came with.
  const browsers = identities.filter(({ kind }) => kind === 'visitor');
  const others = identities.filter(({ kind }) => kind !== 'visitor');
  return (
    <ul className={classes.identities}>
      {others.map((identity) => (
        <Identity
          key={identity.key}
          conversationId={conversationId}
          identity={identity}
          words={identity.kind === 'phone' ? showNumber(identity.value) : identity.value}
          now={now}
        />
      ))}
      {browsers.slice(-1).map((identity) => (
        <Identity
          key={identity.key}
          conversationId={conversationId}
          identity={identity}
          words={[t('person.kind.visitor'), browser].filter(Boolean).join(' · ')}
          now={now}
        />
      ))}
    </ul>
  );
}

interface IdentityProps {
  conversationId: ConversationId;
  identity: CustomerIdentity;
  words: string;
  now: number;
}

function Identity({ conversationId, identity, words, now }: IdentityProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const { kind, proof, verified, since, state } = identity;
  const how = proof === null ? t('person.sinceTold') : t(`person.proof.${proof}`);
  const when = since === null ? null : t('person.since', { time: times.when(since, now) });
  return (
    <li className={classes.identity}>
      <KindIcon kind={kind} isDead={state === 'unreachable'} />
      <span className={classes.identityWords}>
        <span
          className={cx(classes.value, state === 'unreachable' && classes.dead)}
          title={`${t(`person.kind.${kind}`)}: ${words}`}
        >
          {words}
        </span>
        <span className={classes.proof}>{[how, when].filter(Boolean).join(t('common.comma'))}</span>
      </span>
      {kind === 'phone' && identity.value.startsWith('+') && (
        <DialButton number={identity.value} conversationId={conversationId} />
      )}
      {state !== 'reachable' ? (
        <span className={classes.bad}>{t(state === 'unreachable' ? 'person.unreachable' : 'person.softFailing')}</span>
      ) : verified ? (
        <IconRosetteDiscountCheckFilled
          size={16}
          className={classes.verified}
          role="img"
          aria-label={t('customer.verified')}
        />
      ) : (
        kind !== 'visitor' && (
          <span className={classes.unverified} title={t('customer.unverifiedHint')}>
            {t('customer.unverified')}
          </span>
        )
      )}
    </li>
  );
}

function KindIcon({ kind, isDead }: { kind: CustomerIdentity['kind']; isDead: boolean }) {
  const Icon = {
    visitor: IconDeviceLaptop,
    email: isDead ? IconMailOff : IconMail,
    phone: IconPhone,
    external: IconId,
  }[kind];
  return <Icon size={16} stroke={1.75} aria-hidden="true" />;
}
