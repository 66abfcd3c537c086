/** What the customer is reached by, how that is known to be theirs, and since when. */
import { ActionIcon } from '@mantine/core';
import {
  IconDeviceLaptop,
  IconId,
  IconMail,
  IconMailOff,
  IconPhone,
  IconRosetteDiscountCheckFilled,
  IconX,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { CustomerIdentity } from '../../../../shared/model/customer.ts';
import type { ConversationId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { cx } from '../../../ui/cx.ts';
import { DialButton } from '../../calls/DialButton.tsx';
import { useTimes } from '../../i18n/times.ts';
import { AddAddress } from './AddAddress.tsx';
import classes from './customer.module.css';
import { breakable } from './Section.tsx';
import { useRemoveAddress } from './use-remove-address.tsx';

export interface IdentitiesProps {
  conversationId: ConversationId;
  identities: readonly CustomerIdentity[];
  /** the browser they use now */
  browser: string | undefined;
  /** of the customer */
  name: string;
  mayEdit: boolean;
  now: number;
}

export function Identities({ conversationId, identities, browser, name, mayEdit, now }: IdentitiesProps) {
  const { t } = useTranslation();
  const remove = useRemoveAddress(conversationId);
  // A person has one line for all the browsers they ever came with.
  const browsers = identities.filter(({ kind }) => kind === 'visitor');
  const others = identities.filter(({ kind }) => kind !== 'visitor');
  return (
    <>
      <ul className={classes.identities}>
        {others.map((identity) => (
          <Identity
            key={identity.key}
            conversationId={conversationId}
            identity={identity}
            words={identity.kind === 'phone' || isNumber(identity) ? showNumber(identity.value) : identity.value}
            now={now}
            onRemove={mayEdit && identity.kind !== 'external' ? () => void remove(identity) : undefined}
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
      {mayEdit && <AddAddress conversationId={conversationId} name={name} />}
    </>
  );
}

/** Of a service that knows people by theirs, such as WhatsApp. */
const isNumber = ({ kind, value }: CustomerIdentity): boolean => kind === 'external' && /^\+\d+$/.test(value);

interface IdentityProps {
  conversationId: ConversationId;
  identity: CustomerIdentity;
  words: string;
  now: number;
  onRemove?: (() => void) | undefined;
}

function Identity({ conversationId, identity, words, now, onRemove }: IdentityProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const { kind, proof, verified, since, state, byName, unreachableSince } = identity;
  const unproven = byName === null ? t('person.sinceTold') : t('person.writtenBy', { name: byName });
  const how = proof === null ? unproven : t(`person.proof.${proof}`);
  const gone =
    unreachableSince === null ? null : t('person.unreachableSince', { time: times.when(unreachableSince, now) });
  const when = since === null ? null : t('person.since', { time: times.when(since, now) });
  return (
    <li className={classes.identity}>
      <KindIcon kind={kind} isDead={state === 'unreachable'} />
      <span className={classes.identityWords}>
        <span
          className={cx(classes.value, state === 'unreachable' && classes.dead)}
          title={`${t(`person.kind.${kind}`)}: ${words}`}
        >
          {breakable(words)}
        </span>
        <span className={classes.proof}>{[gone, how, when].filter(Boolean).join(t('common.comma'))}</span>
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
      {onRemove && (
        <ActionIcon
          className={classes.quiet}
          size={24}
          variant="subtle"
          color="gray"
          aria-label={t('person.removeAddress', { address: words })}
          onClick={onRemove}
        >
          <IconX size={14} stroke={1.75} />
        </ActionIcon>
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
