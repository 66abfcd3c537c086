/** Tags: what conversations are marked with, in a few colours. */
import { Radio } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Tag, tagColours } from '../../../../shared/model/catalogue.ts';
import { TagBadge } from '../../../ui/TagBadge.tsx';
import { type FieldsProps, ListedPage } from './ListedPage.tsx';
import classes from './settings.module.css';
import work from './workspace.module.css';

const blank: Omit<Tag, 'id'> = { name: '', colour: 'grey', archived: false };

export function TagsPage() {
  return (
    <ListedPage<Tag>
      words="tags"
      collection="tags"
      read={({ tags }) => tags}
      blank={blank}
      renderName={(tag) => <TagBadge tag={tag} />}
      columns={[]}
      fields={(props) => <Fields {...props} />}
    />
  );
}

function Fields({ draft, change }: FieldsProps<Tag>) {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group
        label={t('workspace.tags.colour')}
        value={draft.colour}
        onChange={(value) => change({ colour: tagColours.find((colour) => colour === value) ?? 'grey' })}
      >
        <div className={work.swatches}>
          {tagColours.map((colour) => (
            <Radio
              key={colour}
              value={colour}
              label={<TagBadge tag={{ name: t(`workspace.tags.colours.${colour}`), colour }} />}
            />
          ))}
        </div>
      </Radio.Group>
      <p className={classes.row}>
        <span className={classes.quiet}>{t('workspace.preview')}</span>
        <TagBadge tag={{ name: draft.name || t('workspace.tags.sample'), colour: draft.colour }} />
      </p>
    </>
  );
}
