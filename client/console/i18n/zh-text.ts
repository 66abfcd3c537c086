/** Simplified Chinese words of texts: SMS and the like. */
export const zhText = {
  text: {
    lost: '未送达',
    code: {
      'no-such-address': '没有这个号码，或该号码不能接收短信。',
      'mailbox-full': '对方手机暂时无法再接收。',
      'refused-as-spam': '对方网络将其视为垃圾信息拒收。',
      'too-large': '内容过长。请分段发送，或去掉文件。',
      'not-now': '暂时无法发送。',
      unreachable: '无法联系到对方手机，或对方屏蔽了短信。',
      'sign-in-refused': '我们的账号被拒绝。管理员需要检查其密钥。',
      'not-secure': '没有安全连接。',
      'timed-out': '未能及时得到答复。',
      'recipients-refused': '号码被拒绝。',
      'opted-out': '对方已退订短信。对方发送 START 即可重新接收。',
      'too-late': '对方上次来信已超过一天。需对方再次来信后，WhatsApp 才允许回复。',
      other: '被拒绝。',
    },
  },
};
