/** What a column most probably is, by its heading in the languages that such files are written in. Pure. */
import type { Attribute } from '../../../shared/model/catalogue.ts';
import { fold } from '../../../shared/search-text.ts';

/** Each heading without case, accents, spaces and signs. */
const headings: Record<string, string> = {
  name: 'name fullname displayname customer customername contact contactname client kunde kundenname vollername nom nomcomplet client nombre nombrecompleto cliente nome nomecompleto naam imie 姓名 名字 名称 客户 客户姓名 客户名称 联系人 氏名 名前 お名前 顧客名 이름 성명 имя фио',
  email:
    'email mail emailaddress mailaddress emailadresse mailadresse adressemail courriel correo correoelectronico emaile posta postaelettronica indirizzoemail 邮箱 电子邮箱 电子邮件 邮件 邮件地址 邮箱地址 メール メールアドレス 이메일 почта электроннаяпочта',
  phone:
    'phone phonenumber telephone telephonenumber tel mobile mobilephone mobilenumber cell cellphone handy handynummer telefon telefonnummer rufnummer mobil mobiltelefon mobilnummer téléphone numerodetelephone portable telefono movil celular cellulare telefoon 电话 电话号码 手机 手机号 手机号码 联系电话 電話 電話番号 携帯 携帯電話 전화 전화번호 телефон',
  tags: 'tags tag labels label schlagworte schlagwort etiketten etiquettes etiquetas 标签 标记 タグ 태그',
  gender: 'gender sex geschlecht sexe genre sexo genero sesso 性别 性別 성별 пол',
  birthday:
    'birthday birthdate dateofbirth dob born geburtstag geburtsdatum datedenaissance naissance fechadenacimiento nacimiento datadinascita 生日 出生日期 出生年月 生年月日 誕生日 생일 생년월일 деньрождения датарождения',
  occupation:
    'occupation job jobtitle profession position beruf berufsbezeichnung metier ocupacion profesion professione 职业 职位 職業 직업 профессия должность',
  company:
    'company companyname organization organisation employer firma unternehmen organisationsname societe entreprise empresa compania azienda bedrijf 公司 公司名称 单位 企业 会社 会社名 회사 компания',
  interests:
    'interests interest hobbies interessen hobbys interets intereses interessi 兴趣 爱好 兴趣爱好 趣味 관심사 интересы',
  language: 'language lang locale sprache langue idioma lingua taal 语言 言語 언어 язык',
  timeZone: 'timezone zeitzone fuseauhoraire zonahoraria fusoorario 时区 タイムゾーン 시간대 часовойпояс',
  address:
    'address postaladdress streetaddress homeaddress adresse anschrift postadresse adressepostale direccion indirizzo adres 地址 住址 通讯地址 住所 주소 адрес',
};

const plain = (text: string): string => fold(text).replace(/[^\p{L}\p{N}]+/gu, '');
const known = new Map(
  Object.entries(headings).flatMap(([field, words]) => words.split(' ').map((word) => [plain(word), field] as const)),
);
/** What a customer may have several of. */
const several = new Set(['email', 'phone']);

/** Of each column; null where nobody can know. Email 2 is another email, and a second name is no name. */
export function guessColumns(names: readonly string[], attributes: readonly Attribute[]): (string | null)[] {
  const own = new Map(attributes.filter(({ archived }) => !archived).map(({ id, name }) => [plain(name), String(id)]));
  const taken = new Set<string>();
  return names.map((name) => {
    const word = plain(name);
    const found = own.get(word) ?? known.get(word) ?? known.get(word.replace(/\d+$/u, '')) ?? null;
    if (found === null || (taken.has(found) && !several.has(found))) return null;
    taken.add(found);
    return found;
  });
}
