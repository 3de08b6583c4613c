// Prints requests that are signed by Node.js and openssl, with new keys, as lines of JSON:
//   node test/tools/signatures.mjs >test/signatures/requests.ndjson
// An argument is the text in the bodies that is not ASCII.
// Each line has the arguments of ses_verify, and what is expected of it. No line uses code of
// the extension.
import { execFileSync } from 'node:child_process';
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const foreign = process.argv[2] ?? 'Café ☕ テスト';
const time = '1767225605';
const signed = '2026-01-01 00:00:05+00';
const hmac = (type, key, text, form) => createHmac(type, key).update(text).digest(form);
const secret = randomBytes(24).toString('base64');
const word = randomBytes(16).toString('hex');

function put(name, provider, headers, body, key, expected, url) {
	console.log(JSON.stringify({ name, provider, headers, body, key, url, ...expected }));
}

const body = { covers: 'body' };
const timed = { covers: 'body', signed_at: signed };
const json = JSON.stringify({ type: 'email.bounced', created_at: '2026-01-01T00:00:05.000Z', data: { email_id: '56761188', to: ['kim@r.example'], subject: foreign } });

// Standard Webhooks, and Svix with headers of its own.
function standard(provider, prefix, names) {
	const text = `msg_1.${time}.${json}`;
	const wrong = hmac('sha256', 'another', text, 'base64');
	const right = hmac('sha256', Buffer.from(secret, 'base64'), text, 'base64');
	const headers = { [`${names}-id`]: 'msg_1', [`${names}-timestamp`]: time, [`${names}-signature`]: prefix ? `v1,${right}` : right };
	put(`${names}${prefix ? '' : ', bare'}`, provider, headers, json, `${prefix ? 'whsec_' : ''}${secret}`, timed);
	if (prefix)
		put(`${names}, two keys`, provider, { ...headers, [`${names}-signature`]: `v1,${wrong} v1a,${wrong} v1,${right}` }, json, provider === 'acme' ? `whsec_${secret}` : secret, timed);
}
standard('resend', true, 'svix');
standard('resend', true, 'webhook');
standard('standard_webhooks', true, 'webhook');
standard('standard_webhooks', true, 'svix');
standard('sweego', false, 'webhook');
standard('acme', true, 'webhook');

// Ed25519: the last 32 bytes of the DER are the key itself.
const edwards = generateKeyPairSync('ed25519');
const edwardsKey = edwards.publicKey.export({ type: 'spki', format: 'der' });
const raw = edwardsKey.subarray(-32).toString('base64');
put('asymmetric', 'standard_webhooks', { 'webhook-id': 'msg_1', 'webhook-timestamp': time,
	'webhook-signature': `v1a,${sign(null, `msg_1.${time}.${json}`, edwards.privateKey).toString('base64')}` }, json, `whpk_${raw}`, timed);
const pace = { 'X-MailPace-Signature': sign(null, json, edwards.privateKey).toString('base64') };
put('32 bytes', 'mailpace', pace, json, raw, body);
put('SPKI', 'mailpace', pace, json, edwardsKey.toString('base64'), body);
put('PEM', 'mailpace', pace, json, edwards.publicKey.export({ type: 'spki', format: 'pem' }), body);

// HMAC of the body.
put('header', 'mailersend', { Signature: hmac('sha256', word, json, 'hex') }, json, word, body);
put('header', 'mailtrap', { 'Mailtrap-Signature': hmac('sha256', word, json, 'hex') }, json, word, body);
put('upper case', 'mailtrap', { 'Mailtrap-Signature': hmac('sha256', word, json, 'hex').toUpperCase() }, json, word, body);
put('header', 'hyvor_relay', { 'X-Signature': hmac('sha256', word, json, 'hex') }, json, word, body);
put('header', 'lettermint', { 'X-Lettermint-Signature': `t=${time},v1=${hmac('sha256', word, `${time}.${json}`, 'hex')}` }, json, word, timed);

// Mailgun: time and token.
const token = randomBytes(25).toString('hex');
const mailgun = key => ({ timestamp: time, token, signature: hmac('sha256', key, time + token, 'hex') });
const event = { event: 'failed', recipient: 'kim@r.example' };
const tokens = { covers: 'token', signed_at: signed };
put('signature', 'mailgun', {}, JSON.stringify({ signature: mailgun(word), 'event-data': event }), word, tokens);
put('parent-signature', 'mailgun', {}, JSON.stringify({ signature: mailgun('another'), 'parent-signature': mailgun(word), 'event-data': event }), word, tokens);
put('form', 'mailgun', {}, new URLSearchParams({ event: 'bounced', recipient: 'kim@r.example', ...mailgun(word) }).toString(), word, tokens);
put('form, repeated', 'mailgun', {}, `token=mine&signature=mine&${new URLSearchParams({ event: 'bounced', ...mailgun(word) })}`, word, tokens);
put('form, stored', 'mailgun', {}, JSON.stringify({ event: 'bounced', ...mailgun(word) }), word, tokens);

// Mandrill: the URL, and the fields in the order of their names.
const url = 'https://hooks.s.example/mandrill?list=1';
function mandrill(name, fields, text) {
	const sorted = Object.keys(fields).sort().map(field => field + fields[field]).join('');
	put(name, 'mandrill', { 'X-Mandrill-Signature': hmac('sha1', word, url + sorted, 'base64') }, text, word, body, url);
}
const events = { mandrill_events: `[{"event":"hard_bounce","msg":{"email":"kim+a@r.example","subject":"Café ☕ ${foreign} 100%"}}]` };
mandrill('form', events, new URLSearchParams(events).toString());
mandrill('form, blanks as %20', events, new URLSearchParams(events).toString().replaceAll('+', '%20'));
mandrill('form, other fields', { zeta: 'a+b@c.example', ...events, alpha: '1' }, new URLSearchParams({ zeta: 'a+b@c.example', ...events, alpha: '1' }).toString());

// Amazon SNS, with a certificate of openssl.
const folder = mkdtempSync(join(tmpdir(), 'signatures-'));
const openssl = (...args) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] }).toString();
openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'certificate.pem', '-days', '36500', '-subj', '/CN=sns.amazonaws.com');
const certificate = readFileSync(join(folder, 'certificate.pem'), 'utf8');
const publicKey = openssl('x509', '-in', 'certificate.pem', '-noout', '-pubkey');
const privateKey = readFileSync(join(folder, 'key.pem'), 'utf8');
const explained = openssl('x509', '-in', 'certificate.pem', '-text');
const der = certificate.replace(/-----[^-]+-----|\n/g, '');
const pkcs1 = openssl('rsa', '-in', 'key.pem', '-RSAPublicKey_out');
rmSync(folder, { recursive: true });

const keys = {
	Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
	SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};
keys.UnsubscribeConfirmation = keys.SubscriptionConfirmation;
function sns(name, members, version, key, provider = 'amazon_ses') {
	const message = { MessageId: 'e7a9-1', TopicArn: 'arn:aws:sns:eu-west-1:111122223333:ses', Timestamp: '2026-01-01T00:00:05.250Z', ...members };
	const text = keys[message.Type].filter(member => member in message).map(member => `${member}\n${message[member]}\n`).join('');
	const signature = sign(version === '2' ? 'sha256' : 'sha1', text, privateKey).toString('base64');
	put(name, provider, { 'Content-Type': 'text/plain; charset=UTF-8' }, JSON.stringify({ ...message, SignatureVersion: version, Signature: signature,
		SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/x.pem' }), key, { covers: 'message', signed_at: '2026-01-01 00:00:05.25+00' });
}
const notification = { Type: 'Notification', Message: '{"eventType":"Bounce","mail":{"messageId":"0100","commonHeaders":{"subject":"' + foreign + ' \\u2615"}}}\n' };
const confirmation = { Message: 'You have chosen to subscribe.\nTo confirm, visit the SubscribeURL.', SubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription', Token: '2336412f37' };
sns('notification', notification, '1', certificate);
sns('notification', notification, '2', certificate);
sns('notification, subject', { ...notification, Subject: 'Amazon SES Email Event Notification' }, '2', certificate);
sns('subscription', { Type: 'SubscriptionConfirmation', ...confirmation }, '2', certificate);
sns('subscription', { Type: 'SubscriptionConfirmation', ...confirmation }, '1', certificate);
sns('unsubscription', { Type: 'UnsubscribeConfirmation', ...confirmation }, '1', certificate);
sns('public key', notification, '2', publicKey, 'amazon_sns');
sns('public key, PKCS #1', notification, '2', pkcs1);
sns('certificate with text', notification, '2', explained);
sns('certificate, DER', notification, '2', der);

// SendGrid: time and body, which ends with a line feed.
const curve = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const batch = `${json.replace(/^/, '[')}]\r\n`;
const grid = { 'X-Twilio-Email-Event-Webhook-Timestamp': time, 'X-Twilio-Email-Event-Webhook-Signature': sign('sha256', time + batch, curve.privateKey).toString('base64') };
put('SPKI', 'sendgrid', grid, batch, curve.publicKey.export({ type: 'spki', format: 'der' }).toString('base64'), timed);
put('PEM', 'sendgrid', grid, batch, curve.publicKey.export({ type: 'spki', format: 'pem' }), timed);

// Secrets.
const known = { covers: 'secret' };
const basic = text => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` });
for (const provider of ['postmark', 'brevo', 'sparkpost', 'mailjet', 'customers_mail_cloud'])
	put('Basic', provider, basic(`ses:open sesame ${foreign}`), json, `ses:open sesame ${foreign}`, known);
put('header', 'postmark', { 'X-Token': word }, json, `x-token: ${word}`, known);
put('Bearer', 'brevo', { authorization: `Bearer ${word}` }, json, `Authorization: Bearer ${word}`, known);
put('header', 'amazon_ses', { 'X-Amz-Firehose-Access-Key': word }, json, `X-Amz-Firehose-Access-Key: ${word}`, known);
put('parameter', 'azure_email', {}, json, `?code=${word}`, known, `https://hooks.s.example/azure?a=1&code=${word}#x`);
put('parameter', 'tencent_ses', {}, json, `?token=${word}`, known, `https://hooks.s.example/tencent?token=${word}`);
put('parameter', 'acme', {}, json, `?token=${word}`, known, `/acme?token=${word}`);
put('api_key', 'customers_mail_cloud', {}, JSON.stringify({ api_key: word, server_composition: 'pro' }), word, known);
put('api_key, form', 'customers_mail_cloud', {}, `server_composition=pro&api_key=${word}`, word, known);

// Keys that must not be taken, with signatures that would be right.
const refused = problem => ({ problem });
const edwardsPem = edwards.publicKey.export({ type: 'spki', format: 'pem' });
put('a public key as a secret', 'mailtrap', { 'Mailtrap-Signature': hmac('sha256', certificate.trim(), json, 'hex') }, json, certificate, refused('The key is not a secret, but in PEM.'));
put('a public key as a secret', 'standard_webhooks', { 'webhook-id': 'msg_1', 'webhook-timestamp': time,
	'webhook-signature': `v1,${hmac('sha256', Buffer.from(raw, 'base64'), `msg_1.${time}.${json}`, 'base64')}` }, json, `whpk_${raw}`, refused('The key is not base64.'));
put('a private key', 'sendgrid', grid, batch, curve.privateKey.export({ type: 'pkcs8', format: 'pem' }), refused('The key is neither a certificate nor a public key, in PEM or in base64.'));
put('a key of RSA', 'sendgrid', grid, batch, publicKey, refused('The key is not one of the curve P-256.'));
put('a key of Ed25519', 'sendgrid', grid, batch, edwardsPem, refused('The key is not one of the curve P-256.'));
const wide = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
put('another curve', 'sendgrid', { ...grid, 'X-Twilio-Email-Event-Webhook-Signature': sign('sha256', time + batch, wide.privateKey).toString('base64') },
	batch, wide.publicKey.export({ type: 'spki', format: 'pem' }), refused('The key is not one of the curve P-256.'));
put('a key of P-256', 'mailpace', pace, json, curve.publicKey.export({ type: 'spki', format: 'pem' }), refused('The key is not one of Ed25519.'));
const short = generateKeyPairSync('rsa', { modulusLength: 1024 });
put('a short key', 'amazon_ses', {}, JSON.stringify({ Type: 'Notification', Message: 'x', MessageId: '1', Timestamp: '2026-01-01T00:00:05Z', TopicArn: 't', SignatureVersion: '2',
	Signature: sign('sha256', 'Message\nx\nMessageId\n1\nTimestamp\n2026-01-01T00:00:05Z\nTopicArn\nt\nType\nNotification\n', short.privateKey).toString('base64') }),
	short.publicKey.export({ type: 'spki', format: 'pem' }), refused('The key is of RSA and has less than 2048 bits.'));
put('a key of Ed25519', 'amazon_ses', {}, JSON.stringify({ Type: 'Notification', Message: 'x', MessageId: '1', Timestamp: '2026-01-01T00:00:05Z', TopicArn: 't', SignatureVersion: '2',
	Signature: 'eHh4' }), edwardsPem, refused('The key is not one of RSA.'));
