/** A transfer under way, below the bar: who is asked, and what whoever began it may do about it; whoever is asked sees who waits. */
import { IconArrowsExchange } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../../shared/errors.ts';
import type { CallView } from '../../../../shared/model/call.ts';
import type { UserId } from '../../../../shared/model/ids.ts';
import { showNumber } from '../../../../shared/show-number.ts';
import { useDesk } from '../../sync/use-desk.ts';
import { Strip } from './Strip.tsx';

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
  const customer = showNumber(call.customerName);
  const icon = <IconArrowsExchange size={16} stroke={1.75} aria-hidden="true" />;
  if (transfer.byId !== me) {
    const name = call.parties.find(({ userId }) => userId === transfer.byId)?.name ?? '';
    return (
      <Strip tone="plain" icon={icon}>
        {t('phone.consulted', { name, customer })}
      </Strip>
    );
  }
  const name = transfer.to.kind === 'agent' ? transfer.to.name : showNumber(transfer.to.number);
  const isTalking = transfer.state === 'talking';
  const finish = {
    label: t('phone.finish'),
    isMain: true,
    run: () => void onAsk(calls.ask('call:finish-transfer', id)),
  };
  const takeBack = { label: t('phone.takeBack'), run: () => void onAsk(calls.ask('call:cancel-transfer', id)) };
  return (
    <Strip tone="plain" icon={icon} acts={isTalking ? [finish, takeBack] : [takeBack]}>
      {t(isTalking ? 'phone.talkingTo' : 'phone.asking', { name, customer })}
    </Strip>
  );
}
