/** How permissions and audit actions are called among the words, where a colon and a dot would mean something else. */
import type { AuditAction } from '../../../shared/model/audit.ts';
import type { Permission } from '../../../shared/model/permission.ts';

type Dashed<Text extends string> = Text extends `${infer Head}${':' | '.'}${infer Tail}` ? `${Head}-${Tail}` : Text;

export const wordKey = <Text extends Permission | AuditAction>(text: Text): Dashed<Text> =>
  text.replace(/[:.]/, '-') as Dashed<Text>;
