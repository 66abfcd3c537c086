/** A transfer under way: who is asked, and what whoever began it may do about it; whoever is asked sees who waits. */
import { IconArrowsExchange, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../../shared/errors.ts';
import type { CallView } from '../../../../shared/model/call.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { useDesk } from '../../sync/use-desk.ts';
import classes from './phone.module.css';
import { icon, Tool } from './Tool.tsx';

export interface TransferStateProps {
  call: CallView;
  me: UserId;
  onAsk(asked: Promise<Result<unknown>>): Promise<void>;
}

export function TransferState({ call, me, onAsk }: TransferStateProps) {
  const { t } = useTranslation();
  const { calls } = useDesk();
  const { transfer } = call;
  if (!transfer) return null;
  const id = { callId: call.id };
  if (transfer.byId !== me) {
    const name = call.parties.find(({ userId }) => userId === transfer.byId)?.name ?? '';
    return <span className={classes.asking}>{t('phone.consulted', { name, customer: call.customerName })}</span>;
  }
  const name = transfer.to.kind === 'agent' ? transfer.to.name : showNumber(transfer.to.number);
  return (
    <>
      <span className={classes.asking}>
        {t(transfer.state === 'talking' ? 'phone.talkingTo' : 'phone.asking', { name })}
      </span>
      {transfer.state === 'talking' && (
        <Tool
          icon={<IconArrowsExchange {...icon} />}
          label={t('phone.finish')}
          onClick={() => void onAsk(calls.ask('call:finish-transfer', id))}
        />
      )}
      <Tool
        icon={<IconPlayerPlay {...icon} />}
        label={t('phone.takeBack')}
        onClick={() => void onAsk(calls.ask('call:cancel-transfer', id))}
      />
    </>
  );
}
