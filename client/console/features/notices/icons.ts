/** One icon per kind of notice. */
import {
  IconAlarm,
  IconArrowBackUp,
  IconArrowRight,
  IconAt,
  IconBellX,
  IconHandStop,
  IconMailPause,
  IconMessageQuestion,
  IconUserCheck,
} from '@tabler/icons-react';
import type { NoticeKind } from '../../../../shared/model/notice.ts';

const icons = {
  mentioned: IconAt,
  'asked-in': IconMessageQuestion,
  'handed-over': IconArrowRight,
  'handed-back': IconArrowBackUp,
  assigned: IconUserCheck,
  'hand-raised': IconHandStop,
  'offer-missed': IconBellX,
  'snooze-over': IconAlarm,
  'send-cancelled': IconMailPause,
} as const satisfies Record<NoticeKind, unknown>;

export const iconOf = (kind: NoticeKind) => icons[kind];
