/** The workspace's own attributes of a customer, changed where they stand. */
import { Button, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attribute } from '../../../../shared/model/catalogue.ts';
import type { AttributeValue, CustomerCard, CustomerChange } from '../../../../shared/model/customer.ts';
import type { AttributeId, ConversationId } from '../../../../shared/model/ids.ts';
import { cx } from '../../../ui/cx.ts';
import { describeValue } from '../../attributes/describe-value.ts';
import { useStandardAttributes } from '../../attributes/use-standard-attributes.ts';
import { useTimes } from '../../i18n/times.ts';
import { AttributeEditor } from './AttributeEditor.tsx';
import classes from './customer.module.css';
import { FieldHistory } from './FieldHistory.tsx';

export interface AttributesProps {
  conversationId: ConversationId;
  defined: readonly Attribute[];
  card: CustomerCard;
  mayEdit: boolean;
  change(change: CustomerChange): Promise<boolean>;
}

export function Attributes({ conversationId, defined, card, mayEdit, change }: AttributesProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const standards = useStandardAttributes();
  const [isAll, setAll] = useState(false);
  const [edited, setEdited] = useState<AttributeId | null>(null);
  // One that is not used any more is shown where it has a value.
  const custom = defined.filter((each) => !each.archived || card.attributes[each.id] !== undefined);
  // Of those that every workspace has, the ones that are known, unless somebody wants to see the others.
  const isShown = ({ id }: Attribute) => isAll || card.attributes[id] !== undefined;
  const standard = standards.attributes.filter(isShown);
  const missing = standards.attributes.length - standard.length;
  const shown = [...standard, ...custom];

  async function save(attributeId: AttributeId, value: AttributeValue | null) {
    if (await change({ type: 'attribute', attributeId, value })) setEdited(null);
  }

  return (
    <>
      <dl className={classes.facts}>
        {shown.map((attribute) => {
          const value = card.attributes[attribute.id];
          const plain = value === undefined ? t('person.notKnown') : describeValue(value, t, times.locale);
          const words = value === undefined ? plain : (standards.describe(attribute.id, value) ?? plain);
          const mayChange = mayEdit && !attribute.archived;
          return (
            <div key={attribute.id} className={classes.attribute}>
              <dt title={attribute.name}>{attribute.name}</dt>
              <dd>
                {edited === attribute.id ? (
                  <AttributeEditor
                    attribute={attribute}
                    value={value}
                    wordsOf={(choice) => standards.describe(attribute.id, choice) ?? choice}
                    onSave={(next) => void save(attribute.id, next)}
                    onCancel={() => setEdited(null)}
                  />
                ) : (
                  <>
                    {mayChange ? (
                      <UnstyledButton
                        className={cx(classes.inPlace, value === undefined && classes.none)}
                        aria-label={`${t('person.edit', { name: attribute.name })}: ${words}`}
                        onClick={() => setEdited(attribute.id)}
                      >
                        {words}
                      </UnstyledButton>
                    ) : (
                      <span className={value === undefined ? classes.none : undefined}>{words}</span>
                    )}
                    <FieldHistory conversationId={conversationId} field={attribute.id} name={attribute.name} />
                  </>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      {mayEdit && (isAll || missing > 0) && (
        <Button
          ml={-8}
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-expanded={isAll}
          onClick={() => setAll(!isAll)}
        >
          {t(isAll ? 'person.fewerDetails' : 'person.allDetails')}
        </Button>
      )}
    </>
  );
}
