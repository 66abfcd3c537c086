/** Languages told apart by a few sentences as customers write them. */
import type { LetterLanguage } from '../../../shared/model/mail-rule.ts';
import { detectLanguage } from './language.ts';

it.each<[LetterLanguage | null, string]>([
  ['en', 'Hello, I would like to know when my order is coming. Thanks!'],
  ['de', 'Guten Tag, ich habe den Teppich noch nicht erhalten. Können Sie bitte nachsehen?'],
  ['fr', "Bonjour, je n'ai pas reçu ma commande. Pouvez-vous me dire où est le colis ? Merci"],
  ['es', 'Hola, no he recibido mi pedido y quiero saber cuándo llega. Muchas gracias'],
  ['it', 'Buongiorno, non ho ancora ricevuto il mio ordine. Grazie per una risposta'],
  ['pt', 'Olá, ainda não recebi o meu pedido. Você pode verificar? Obrigado'],
  ['nl', 'Hallo, ik heb mijn bestelling nog niet ontvangen. Kunt u dat nakijken? Bedankt'],
  ['sv', 'Hej, jag har inte fått min beställning. Kan ni se vad som är fel? Tack'],
  ['pl', 'Dzień dobry, nie mam jeszcze zamówienia. Czy to jest w drodze? Dziękuję'],
  ['tr', 'Merhaba, siparişim için bir bilgi var mı? Teşekkürler'],
  ['ru', 'Здравствуйте, мой заказ ещё не пришёл. Что делать?'],
  ['uk', 'Добрий день, моє замовлення ще не прийшло. Дякую, її немає'],
  ['el', 'Καλημέρα, η παραγγελία μου δεν έφτασε'],
  ['ar', 'مرحبا، لم يصل طلبي بعد. شكرا'],
  ['fa', 'سلام، سفارش من هنوز نرسیده است. چه کار کنم؟'],
  ['he', 'שלום, ההזמנה שלי עדיין לא הגיעה'],
  ['hi', 'नमस्ते, मेरा ऑर्डर अभी तक नहीं आया'],
  ['th', 'สวัสดีค่ะ ยังไม่ได้รับสินค้า'],
  ['ja', 'こんにちは。注文した商品がまだ届いていません。'],
  ['zh', '你好，我的订单 Halden rug 还没有收到，请帮忙查一下。'],
  ['ko', '안녕하세요, 주문한 상품이 아직 도착하지 않았어요'],
  [null, 'SO-20991'],
  [null, ''],
  [null, 'https://www.example.com/the/and/you is@the.example'],
])('%s: %s', (language, text) => {
  expect(detectLanguage(text)).toBe(language);
});
