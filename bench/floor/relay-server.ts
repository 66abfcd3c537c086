/** The floor of the message path: a bare socket.io server that acknowledges a customer's message and relays it to the agent's room. No checks, no store. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

interface Message {
  room: string;
  text: string;
}

const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
let seq = 0;

io.on('connection', (socket) => {
  const { room } = socket.handshake.auth as { room?: string };
  if (room) socket.join(room);
  socket.on('message', (message: Message, acknowledge: (answer: { ok: true; seq: number }) => void) => {
    seq += 1;
    io.to(message.room).emit('relayed', { seq, text: message.text });
    acknowledge({ ok: true, seq });
  });
});

http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address && typeof address === 'object') process.stdout.write(`ready http://127.0.0.1:${address.port}\n`);
});
