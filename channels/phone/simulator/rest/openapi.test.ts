/** The REST subset against Twilio's own OpenAPI document: every field is one of theirs, and every answer has their shape. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import twilio from 'twilio';
import { OUR_NUMBER, startTestApp, startTestSimulator, testAccount } from '../testing.ts';

interface Schema {
  [key: string]: unknown;
}
const document = JSON.parse(
  readFileSync('node_modules/@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json', 'utf8'),
) as { paths: Record<string, Record<string, Schema>>; components: { schemas: Record<string, Schema> } };
const ROOT = '/2010-04-01/Accounts/{AccountSid}';

it('knows no field that Twilio does not', async () => {
  const sim = await startTestSimulator();
  for (const { method, spec, fields } of sim.rest.operations) {
    const operation = document.paths[ROOT + spec]?.[method.toLowerCase()] as
      | { requestBody?: { content: Record<string, { schema: { properties: Schema } }> } }
      | undefined;
    expect([method, spec, operation !== undefined]).toEqual([method, spec, true]);
    const known = Object.keys(
      operation?.requestBody?.content['application/x-www-form-urlencoded']?.schema.properties ?? {},
    );
    expect(fields.filter((name) => !known.includes(name))).toEqual([]);
  }
  await sim.stop();
});

/** The document says of nothing that it may be null where examples are. */
function allowNull(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(allowNull);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, format: _format, ...rest } = node as Schema;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, allowNull(value)]));
  if ('$ref' in inner || nullable === true || 'enum' in inner) return { anyOf: [inner, { type: 'null' }] };
  return inner;
}

it('answers in the shapes of the document', async () => {
  const [sim, app] = await Promise.all([startTestSimulator(), startTestApp()]);
  const client = twilio(testAccount.sid, testAccount.authToken);
  client.api.baseUrl = sim.url;
  sim.phones.plug('+4915112345678', 'itself');
  const call = await client.calls.create({
    from: OUR_NUMBER,
    to: '+4915112345678',
    twiml: '<Response><Record/></Response>',
  });
  await client.conferences('c').participants.create({ from: OUR_NUMBER, to: '+4915112345678', label: 'l' });
  await client.messages.create({ from: OUR_NUMBER, to: '+4915112345678', body: 'Hello' });
  await client.queues.create({ friendlyName: 'q' });
  await sim.clock.pass(1_000);
  const [conference] = await client.conferences.list();
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const schemas = Object.fromEntries(
    Object.entries(document.components.schemas).map(([name, schema]) => [name, allowNull(schema)]),
  );
  ajv.addSchema({ $id: 'oai', components: { schemas } });
  const read = async (path: string) => {
    const answer = await fetch(`${sim.url}/2010-04-01/Accounts/${testAccount.sid}/${path}`, {
      headers: {
        Authorization: `Basic ${Buffer.from(`${testAccount.sid}:${testAccount.authToken}`).toString('base64')}`,
      },
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  const lists: [string, string, string][] = [
    ['Calls.json', 'calls', 'api.v2010.account.call'],
    ['Conferences.json', 'conferences', 'api.v2010.account.conference'],
    [`Conferences/${conference?.sid}/Participants.json`, 'participants', 'api.v2010.account.conference.participant'],
    ['Recordings.json', 'recordings', 'api.v2010.account.recording'],
    ['Messages.json', 'messages', 'api.v2010.account.message'],
    ['Queues.json', 'queues', 'api.v2010.account.queue'],
    ['IncomingPhoneNumbers.json', 'incoming_phone_numbers', 'api.v2010.account.incoming_phone_number'],
  ];
  for (const [path, key, schema] of lists) {
    const items = (await read(path))[key] as unknown[];
    expect([path, items.length > 0]).toEqual([path, true]);
    const isValid = ajv.compile({ $ref: `oai#/components/schemas/${schema}` });
    isValid(items[0]);
    expect([path, isValid.errors]).toEqual([path, null]);
  }
  expect(call.sid).toMatch(/^CA[0-9a-f]{32}$/);
  await sim.stop();
  await app.stop();
});

it('shows templates in the shapes of the Content API', async () => {
  const sim = await startTestSimulator();
  const content = JSON.parse(
    readFileSync('node_modules/@twilio-alpha/mcp/twilio-oai/spec/json/twilio_content_v1.json', 'utf8'),
  ) as typeof document;
  sim.world.contents.push({
    ...{ sid: `HX${'a'.repeat(32)}`, friendlyName: 'order', language: 'en', variables: { 1: 'name' } },
    ...{ types: { 'twilio/text': { body: 'Hello {{1}}' } }, status: 'approved', createdAt: 0 },
  });
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const schemas = Object.fromEntries(
    Object.entries(content.components.schemas).map(([name, schema]) => [name, allowNull(schema)]),
  );
  ajv.addSchema({ $id: 'oai', components: { schemas } });
  for (const [path, schema] of [
    ['Content', 'content.v1.content'],
    ['ContentAndApprovals', 'content.v1.content_and_approvals'],
  ]) {
    const answer = await fetch(`${sim.url}/v1/${path}`, {
      headers: {
        Authorization: `Basic ${Buffer.from(`${testAccount.sid}:${testAccount.authToken}`).toString('base64')}`,
      },
    });
    const { contents, meta } = (await answer.json()) as { contents: object[]; meta: object };
    const known = content.components.schemas[schema ?? ''] as { properties: object } | undefined;
    expect(Object.keys(contents[0] ?? {}).sort()).toEqual(Object.keys(known?.properties ?? {}).sort());
    expect(meta).toMatchObject({ key: 'contents', next_page_url: null });
    const isValid = ajv.compile({ $ref: `oai#/components/schemas/${schema}` });
    isValid(contents[0]);
    expect([path, isValid.errors]).toEqual([path, null]);
  }
  await sim.stop();
});
