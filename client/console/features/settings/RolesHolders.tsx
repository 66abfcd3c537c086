/** Who has a role: the first of them by name, and how many more. */
import { useTranslation } from 'react-i18next';
import type { RoleRow } from '../../../../shared/api-accounts.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import own from './accounts.module.css';
import classes from './settings.module.css';

const SHOWN = 12;

export function RolesHolders({ people }: { people: RoleRow['people'] }) {
  const { t } = useTranslation();
  if (people.length === 0) return <p className={classes.hint}>{t('roles.nobody')}</p>;
  return (
    <div>
      <p className={classes.hint}>{t('roles.who')}</p>
      <ul className={own.holders}>
        {people.slice(0, SHOWN).map((person) => (
          <li key={person.id}>
            <Avatar id={person.id} name={person.name} size={20} /> {person.name}
          </li>
        ))}
        {people.length > SHOWN && <li>{t('roles.andMore', { count: people.length - SHOWN })}</li>}
      </ul>
    </div>
  );
}
