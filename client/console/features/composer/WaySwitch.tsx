/** Tells which way the reply will go, and lets its author choose; a way that is not possible says why. */
import { Menu, UnstyledButton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconMail, IconMessage, IconMessageCircle, IconPhone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { AgentConversation } from '../../../../shared/model/conversation.ts';
import type { ReplyWay, WayFormat } from '../../../../shared/model/way.ts';
import { useDial } from '../../calls/use-dial.ts';
import classes from './composer.module.css';
import type { WayChoice } from './use-way.ts';

const icons = { chat: IconMessageCircle, letter: IconMail, text: IconMessage, call: IconPhone } satisfies Record<
  WayFormat,
  unknown
>;

interface WaySwitchProps {
  way: WayChoice;
  conversationId: AgentConversation['id'];
}

export function WaySwitch({ way: { current, ways, choose }, conversationId }: WaySwitchProps) {
  const { t } = useTranslation();
  const dial = useDial();
  const Icon = icons[current.format];

  /** A call begins at once; the agent's own device rings first. */
  async function handleChoose(way: ReplyWay): Promise<void> {
    if (way.format !== 'call') return choose(way);
    const refused = await dial({ number: way.address ?? '', conversationId, ...(way.by && { inboxId: way.by }) });
    if (refused !== null) notifications.show({ message: refused });
  }

  return (
    <>
      <Menu position="top-start" width={280} withinPortal>
        <Menu.Target>
          <UnstyledButton
            className={classes.wayButton}
            aria-label={`${t('composer.way')}: ${t(`composer.ways.${current.format}`)}`}
          >
            <Icon size={14} stroke={2} aria-hidden="true" />
            <span>{t(`composer.ways.${current.format}`)}</span>
            <IconChevronDown size={12} stroke={2} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {ways.map((way) => {
            const Glyph = icons[way.format];
            return (
              <Menu.Item
                key={way.format}
                leftSection={<Glyph size={16} stroke={1.75} />}
                disabled={way.why !== null}
                aria-current={way === current || undefined}
                onClick={() => void handleChoose(way)}
              >
                <span className={classes.wayName}>
                  {t(way.format === 'call' ? 'composer.wayCall' : `composer.ways.${way.format}`)} {way.address}
                </span>
                <span className={classes.wayWhy}>
                  {way.why
                    ? t(`composer.wayNot.${way.why}`)
                    : t(`composer.wayHints.${way.format}`, { name: way.inboxName })}
                </span>
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <span className={classes.way} role="status">
        {current.by !== null && t('composer.wayTo', { address: current.address })}
      </span>
    </>
  );
}
