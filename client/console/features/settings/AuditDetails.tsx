/** What exactly changed in one line of the audit trail, in words where there are words. */
import { useTranslation } from 'react-i18next';
import { priorities } from '../../../../shared/model/conversation.ts';
import { type Permission, permissions } from '../../../../shared/model/permission.ts';
import { wordKey } from '../../i18n/word-key.ts';
import own from './accounts.module.css';

/** Values that the server writes as a word of its own. */
const values = {
  totp: 'totp',
  recovery: 'recovery',
  code: 'code',
  reset: 'reset',
  'set-up': 'setUp',
  teams: 'teams',
  all: 'all',
} as const;

export function AuditDetails({ details }: { details: Record<string, unknown> }) {
  const { t } = useTranslation();

  function write(value: unknown): string {
    if (value === null || (Array.isArray(value) && value.length === 0)) return t('audit.values.nothing');
    if (typeof value === 'boolean') return t(value ? 'audit.values.yes' : 'audit.values.no');
    if (Array.isArray(value)) return value.map(write).join(', ');
    if (typeof value === 'object') return JSON.stringify(value);
    const text = String(value);
    if ((permissions as readonly string[]).includes(text)) {
      return t(`roles.permissions.${wordKey(text as Permission)}.name`);
    }
    const priority = priorities.find((one) => one === text);
    if (priority) return t(`priority.${priority}`);
    return text in values ? t(`audit.values.${values[text as keyof typeof values]}`) : text;
  }

  return (
    <dl className={own.details}>
      {Object.entries(details).map(([key, value]) => (
        <div key={key} style={{ display: 'contents' }}>
          <dt>{t(`audit.fields.${key}`, { defaultValue: key })}</dt>
          <dd>{write(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
