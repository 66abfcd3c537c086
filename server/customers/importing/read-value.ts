/** A cell as the value of an attribute, however people write dates, numbers and choices. Pure. */
import type { Attribute } from '../../../shared/model/catalogue.ts';
import type { AttributeValue } from '../../../shared/model/customer.ts';
import { fold } from '../../../shared/search-text.ts';
import { checkAttribute } from '../attributes.ts';

const yes = new Set('yes y true 1 x ja oui si sim 是 有 对 はい 예 да'.split(' '));
const no = new Set('no n false 0 nein non nao 否 无 没有 不 いいえ 아니요 нет'.split(' '));
const genders: Record<string, string> = {
  ...words(
    'female',
    'female f w woman weiblich frau femme feminin mujer femenino femmina donna 女 女性 여 여성 ж женский',
  ),
  ...words('male', 'male m man mannlich mann homme masculin hombre masculino maschio uomo 男 男性 남 남성 м мужской'),
  ...words('other', 'other d x diverse divers autre otro altro 其他 その他 기타 другой'),
};
const languageNames = new Map(
  ['en', 'de', 'zh', 'fr', 'es'].flatMap((inLanguage) => {
    const names = new Intl.DisplayNames([inLanguage], { type: 'language' });
    return 'ar cs da de el en es fi fr he hi hu id it ja ko nl no pl pt ro ru sv th tr uk vi zh'
      .split(' ')
      .map((code) => [fold(names.of(code) ?? code), code] as const);
  }),
);

/** @throws AppError `invalid` for what does not fit */
export function readValue(attribute: Attribute, cell: string): AttributeValue {
  return checkAttribute(attribute, toValue(attribute, cell));
}

function toValue({ id, type, choices }: Attribute, cell: string): AttributeValue {
  const word = fold(cell.trim());
  switch (type) {
    case 'number':
      return word === ''
        ? Number.NaN
        : Number(/^-?\d+,\d+$/.test(word) ? word.replace(',', '.') : word.replace(/ /g, ''));
    case 'yes-no':
      return yes.has(word) ? true : no.has(word) ? false : cell;
    case 'date':
      return readDate(cell) ?? cell;
    case 'choice': {
      const meant =
        String(id) === 'gender' ? genders[word] : String(id) === 'language' ? readLanguage(word) : undefined;
      return meant ?? choices.find((choice) => fold(choice) === word) ?? cell;
    }
    case 'text':
      return cell;
  }
}

/** `zh-CN` is Chinese, and so are Chinesisch and 中文. */
const readLanguage = (word: string): string | undefined => languageNames.get(word) ?? /^([a-z]{2})[-_]/.exec(word)?.[1];

/** 2026-11-22, 2026/11/22, 2026年11月22日, 22.11.2026; 22/11/2026 where it can be only one day. null: none of them. */
export function readDate(cell: string): string | null {
  const text = cell.trim().replace(/[T ]\d\d:\d\d.*$/, '');
  const big = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text);
  if (big) return write(big[1], big[2], big[3]);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dotted) return write(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(text);
  if (!slashed) return null;
  const [first, second] = [Number(slashed[1]), Number(slashed[2])];
  if (first > 12 || first === second) return write(slashed[3], slashed[2], slashed[1]);
  return second > 12 ? write(slashed[3], slashed[1], slashed[2]) : null;
}

const write = (year = '', month = '', day = ''): string => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

function words(value: string, text: string): Record<string, string> {
  return Object.fromEntries(text.split(' ').map((word) => [fold(word), value]));
}
