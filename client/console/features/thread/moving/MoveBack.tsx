/** Takes a move back; why it cannot be, beside it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '../../../../../shared/errors.ts';
import type { ConversationId, PlacementId } from '../../../../../shared/model/ids.ts';
import { useDesk } from '../../../sync/use-desk.ts';

export function MoveBack({
  conversationId,
  placementId,
}: {
  conversationId: ConversationId;
  placementId: PlacementId;
}) {
  const { t } = useTranslation();
  const desk = useDesk();
  const [failure, setFailure] = useState<ErrorCode | null>(null);

  async function handleClick() {
    const answer = await desk.placements.moveBack(conversationId, placementId);
    setFailure(answer.ok ? null : answer.error.code);
  }

  return (
    <>
      <button type="button" onClick={() => void handleClick()}>
        {t('moving.back')}
      </button>
      {failure && <span role="alert">{t(failure === 'conflict' ? 'moving.movedOn' : `error.${failure}`)}</span>}
    </>
  );
}
