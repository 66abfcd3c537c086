/** The formatting that a letter may have. */
import { RichTextEditor } from '@mantine/tiptap';
import { useTranslation } from 'react-i18next';
import classes from './letter.module.css';

export function FormatBar() {
  const { t } = useTranslation();
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('letter.format.bar')}>
      <RichTextEditor.Bold />
      <RichTextEditor.Italic />
      <RichTextEditor.BulletList />
      <RichTextEditor.OrderedList />
      <RichTextEditor.Blockquote />
      <RichTextEditor.Link />
      <RichTextEditor.Unlink />
      <RichTextEditor.ClearFormatting />
    </div>
  );
}
