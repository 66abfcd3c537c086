/** Simplified Chinese words about all that is known of one customer: taking it out, and erasing it. */
import type { enErase } from './en-erase.ts';
import type { Shape } from './words.ts';

export const zhErase: Shape<typeof enErase> = {
  erasure: {
    section: '该客户的资料',
    export: '导出全部资料',
    exportHint: 'ZIP 文件：可阅读的网页、JSON、邮件、文件和录音。',
    erase: '彻底删除…',
    hold: '禁止删除…',
    release: '重新允许删除',
    held: '自 {{date}} 起由 {{name}} 禁止删除：{{reason}}',
    reason: '为什么不得删除',
    holdTitle: '禁止删除 {{name}}',
    holdHint: '在此期间，任何人和任何规则都不会删除其任何内容。',
    holdSave: '禁止删除',
    title: '彻底删除 {{name}}',
    goes: '将永久消失',
    goesConversations_other: '{{count}} 个会话中的全部内容：消息、邮件、备注、草稿、通话和录音',
    goesFiles_other: '{{count}} 个文件，包括原始邮件和录音',
    goesProfile: '姓名、地址、详细信息、标签、备注、同意记录以及更改历史',
    goesMerged_other: '已合并到该客户的 {{count}} 位客户的同样内容',
    goesBeside: '搜索结果、待发送内容、通知、访问记录以及导入文件中的对应行',
    stays: '将会保留',
    staysFrame: '曾经有过内容、时间、由团队中谁处理以及顺序：每条消息显示“已删除”',
    staysNumbers: '现场统计数据、会话的标签和结果',
    staysAudit: '你删除过某人的记录，但不含其任何信息',
    staysElsewhere: '备份、导出的文件以及他人已收到的邮件：Parley 无法触及，请在其所在之处删除。',
    open_other: '其中 {{count}} 个会话仍未关闭。',
    type: '输入 {{text}} 以确认',
    confirm: '永久删除',
    begun: '正在删除该客户的资料。',
    failed: '没有删除任何内容。',
    onHold: '该客户被禁止删除。',
    placeholder: '已删除',
  },
};
