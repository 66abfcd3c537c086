/** The floor of telling a list: a bare socket.io server that tells one room what it was given to tell, each time encoded once. */
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, maxHttpBufferSize: 1e7 });
let fact: unknown = null;

io.on('connection', (socket) => {
  if ((socket.handshake.auth as { watches?: boolean }).watches) socket.join('watching');
  socket.on('fact', (given: unknown, acknowledge: () => void) => {
    fact = given;
    acknowledge();
  });
  socket.on('change', (acknowledge: () => void) => {
    io.to('watching').emit('rows:changed', fact);
    acknowledge();
  });
});

http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (address && typeof address === 'object') process.stdout.write(`ready http://127.0.0.1:${address.port}\n`);
});
