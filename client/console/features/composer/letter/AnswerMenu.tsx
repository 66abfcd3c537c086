/** How the letter answers: to the sender, to all, or passed on to somebody else. */
import { Menu } from '@mantine/core';
import { IconArrowBackUp, IconArrowBackUpDouble, IconArrowForwardUp, IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../../../app/commands.ts';
import { type AnswerKind, answerKinds } from '../../../letters/answer.ts';
import classes from './letter.module.css';

const icons = { reply: IconArrowBackUp, 'reply-all': IconArrowBackUpDouble, forward: IconArrowForwardUp };

export function AnswerMenu({ kind, onChoose }: { kind: AnswerKind; onChoose(kind: AnswerKind): void }) {
  const { t } = useTranslation();
  const Icon = icons[kind];
  const others = answerKinds.filter((each) => each !== 'reply');
  useCommands(
    others.map((each) => ({
      ...{ id: `letter.${each}`, label: t(`letter.kind.${each}`), group: 'here' },
      run: () => onChoose(each),
    })),
  );
  return (
    <Menu position="top-start" width={180} withinPortal={false}>
      <Menu.Target>
        <button type="button" className={classes.kind} title={t('letter.kinds')}>
          <Icon size={15} stroke={1.75} aria-hidden="true" /> {t(`letter.kind.${kind}`)}
          <IconChevronDown size={13} stroke={2} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {answerKinds.map((each) => {
          const EachIcon = icons[each];
          return (
            <Menu.Item key={each} leftSection={<EachIcon size={16} stroke={1.75} />} onClick={() => onChoose(each)}>
              {t(`letter.kind.${each}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
