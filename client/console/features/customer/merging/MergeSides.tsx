/** Who goes on and who becomes part of them, with what tells two people of one name apart. */
import { useTranslation } from 'react-i18next';
import type { MergePreview, MergeSide } from '../../../../../shared/model/customer-merge.ts';
import { Avatar } from '../../../../ui/Avatar.tsx';
import { useTimes } from '../../../i18n/times.ts';
import classes from './merging.module.css';

export function MergeSides({ preview: { mine, theirs } }: { preview: MergePreview }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.sides}>
      <Side side={mine} role={t('merge.into')} />
      <Side side={theirs} role={t('merge.from')} />
    </ul>
  );
}

function Side({ side, role }: { side: MergeSide; role: string }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { id, name, addresses, conversations, createdAt } = side;
  return (
    <li>
      <Avatar id={id} name={name} size={36} />
      <span className={classes.who}>
        <span className={classes.name}>{name}</span>
        <span className={classes.quiet}>{role}</span>
        <span className={classes.quiet}>
          {t('merge.conversations', { count: conversations })} · {t('merge.since', { date: times.full(createdAt) })}
        </span>
        {addresses.map((address) => (
          <span key={address} className={classes.quiet}>
            {address}
          </span>
        ))}
      </span>
    </li>
  );
}
