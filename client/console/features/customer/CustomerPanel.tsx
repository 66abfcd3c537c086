/** What is known of the customer, changed in place, with their visit and their other conversations; a stranger's words are only ever text. */
import { ActionIcon } from '@mantine/core';
import { IconArchive, IconStarFilled, IconX } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { useCatalogue } from '../../http/catalogue.ts';
import { useTimes } from '../../i18n/times.ts';
import { useInboxFormat } from '../../letters/use-letter-inbox.ts';
import type { DeskState } from '../../sync/desk-state.ts';
import { useDeskState } from '../../sync/use-desk.ts';
import { useNow } from '../../sync/use-now.ts';
import { Attributes } from './Attributes.tsx';
import { CustomerData } from './CustomerData.tsx';
import { CustomerFiles } from './CustomerFiles.tsx';
import { CustomerNotes } from './CustomerNotes.tsx';
import { CustomerTags } from './CustomerTags.tsx';
import classes from './customer.module.css';
import { FieldHistory } from './FieldHistory.tsx';
import { Identities } from './Identities.tsx';
import { Matches } from './merging/Matches.tsx';
import { Merges } from './merging/Merges.tsx';
import { NameField } from './NameField.tsx';
import { OtherConversations } from './OtherConversations.tsx';
import { Facts, Section } from './Section.tsx';
import { useCustomer } from './use-customer.ts';
import { Visit } from './Visit.tsx';

const readQueues = (state: DeskState) => state.queues;
const readInboxes = (state: DeskState) => state.inboxes;

export function CustomerPanel({ conversation, onClose }: { conversation: AgentConversation; onClose(): void }) {
  const { t } = useTranslation();
  const isVisitor = useInboxFormat(conversation.inboxId) === 'chat';
  const times = useTimes();
  const navigate = useNavigate();
  const { view = 'all' } = useParams({ strict: false });
  const now = useNow(10_000);
  const queues = useDeskState(readQueues);
  const inboxes = useDeskState(readInboxes);
  const attributes = useCatalogue().data?.attributes ?? [];
  const { card, trail, isFailed, mayEdit, change } = useCustomer(conversation.id);
  const { id, customer, context, form, rating, work } = conversation;
  const localTime = context.timeZone ? times.inZone(now, context.timeZone) : null;
  return (
    <section className={classes.panel} aria-label={t('customer.title')}>
      <header className={classes.head}>
        <Avatar id={customer.id} name={customer.name} size={44} />
        <div className={classes.who}>
          <NameField
            name={customer.name}
            mayEdit={mayEdit && card !== null}
            onSave={(name) => change({ type: 'name', name })}
          />
          <p>{localTime ? t('customer.localTime', { time: localTime }) : isVisitor && t('customer.visitor')}</p>
        </div>
        {card && <FieldHistory conversationId={id} field="name" name={t('person.name')} />}
        <ActionIcon className={classes.close} size={32} aria-label={t('customer.close')} onClick={onClose}>
          <IconX size={18} stroke={1.75} />
        </ActionIcon>
      </header>
      {isFailed && <p className={classes.none}>{t('person.readFailed')}</p>}
      {card && (
        <>
          {mayEdit && <Matches key={id} conversationId={id} name={customer.name} rev={card.rev} />}
          <CustomerTags tagIds={card.tagIds} mayEdit={mayEdit} onChange={(asked) => void change(asked)} />
          {card.archivedAt !== null && (
            <p className={classes.archived} role="note">
              <IconArchive size={16} stroke={1.75} aria-hidden="true" />
              {t('person.archived', { time: times.when(card.archivedAt, now) })}
            </p>
          )}
          <Section
            title={t('customer.reached')}
            aside={<FieldHistory conversationId={id} field="address" name={t('customer.reached')} />}
          >
            <Identities
              conversationId={id}
              identities={card.identities}
              browser={context.browser}
              name={customer.name}
              mayEdit={mayEdit}
              now={now}
            />
          </Section>
          <Section title={t('person.details')}>
            <Attributes conversationId={id} defined={attributes} card={card} mayEdit={mayEdit} change={change} />
          </Section>
          <Section title={t('person.notes')}>
            <CustomerNotes notes={card.notes} mayEdit={mayEdit} now={now} change={change} />
          </Section>
          <CustomerFiles
            key={`files ${id} ${card.merges.map((merge) => merge.id).join()}`}
            conversationId={id}
            now={now}
          />
          {(mayEdit || card.merges.length > 0) && (
            <Section
              title={t('merge.section')}
              aside={<FieldHistory conversationId={id} field="merge" name={t('merge.history')} />}
            >
              <Merges conversationId={id} name={customer.name} merges={card.merges} mayEdit={mayEdit} now={now} />
            </Section>
          )}
        </>
      )}
      {/* What stands below comes with it, or it would be pushed down. */}
      {(card || isFailed) && (
        <>
          {(trail.length > 0 || Object.values(context).some(Boolean)) && (
            <Section title={t('customer.visit')}>
              <Visit context={context} trail={trail} localTime={localTime} now={now} />
            </Section>
          )}
          {rating && (
            <Section title={t('customer.rating')}>
              <p className={classes.stars}>
                <IconStarFilled size={14} aria-hidden="true" /> {t('customer.score', { score: rating.score })}
              </p>
              {rating.comment && <p className={classes.quote}>“{rating.comment}”</p>}
            </Section>
          )}
          {form.length > 0 && (
            <Section title={t('customer.form')}>
              <Facts facts={form.map((answer) => [answer.label, answer.value])} />
            </Section>
          )}
          <Section title={t('customer.conversation')}>
            <Facts
              facts={[
                [t('customer.started'), times.when(conversation.createdAt, now)],
                [t('customer.inbox'), inboxes.find((inbox) => inbox.id === conversation.inboxId)?.name],
                [t('customer.queue'), queues.find((queue) => queue.id === work?.queueId)?.name],
                [t('customer.owner'), work?.ownerName],
              ]}
            />
          </Section>
          <Section title={t('person.earlier')}>
            <OtherConversations
              key={`${id} ${card?.merges.map((merge) => merge.id).join()}`}
              conversationId={id}
              customerName={customer.name}
              now={now}
              onVisit={(other) =>
                void navigate({ to: '/console/$view/$conversationId', params: { view, conversationId: other } })
              }
            />
          </Section>
          <CustomerData key={customer.id} customerId={customer.id} name={customer.name} />
        </>
      )}
    </section>
  );
}
