/** The floor of a webhook's answer: a bare express route that reads the form and answers a document. No signature, no store. */
import express from 'express';

const app = express();
app.post('/voice', express.urlencoded({ extended: false }), (request, response) => {
  const { CallSid = '' } = request.body as { CallSid?: string };
  response.type('text/xml').send(`<Response><Say>${CallSid.slice(0, 2)}</Say></Response>`);
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') process.stdout.write(`ready http://127.0.0.1:${address.port}\n`);
});
