/** The one thing of the socket client that is used, as a chunk of its own: the rest is left out of it. */
export { io } from 'socket.io-client';
