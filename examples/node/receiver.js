// receiver.js: stores webhooks. What it answers, and its settings: ../README.md.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const http = require('node:http');
const https = require('node:https');
const os = require('node:os');
const { Client, Pool } = require('pg');

const setting = (name, usual) => process.env[`RECEIVER_${name}`] ?? usual;
const number = (name, usual) => {
	const value = Number(setting(name, usual));
	if (!Number.isInteger(value)) throw new Error(`RECEIVER_${name} has to be a whole number`);
	return value;
};
const token = setting('TOKEN', '');
const basic = setting('BASIC', '');
const secrets = { __proto__: null, bearer: token, basic: Buffer.from(basic).toString('base64') };
const receive = `SELECT ${setting('FUNCTION', 'mail.receive')}($1)`;
const maxBody = number('MAX_BODY', 10 * 1024 * 1024);
const clientSeconds = number('CLIENT_SECONDS', 30);
const databaseSeconds = number('DATABASE_SECONDS', 8);
const confirmable = originPattern(setting('CONFIRM',
	'https://sns.*.amazonaws.com https://sns.*.amazonaws.com.cn https://*.eventgrid.azure.net https://*.eventgrid.azure.net:553'));

// The pool only forgets a connection that failed while it was opened, which then occupies the server for a minute.
class ClosingClient extends Client {
	connect(callback) {
		super.connect((error) => {
			if (error) this.connection.stream.destroy();
			callback(error);
		});
	}
}

// libpq's variables name the database: PGHOST, PGDATABASE, PGUSER, PGPASSWORD. The defaults are libpq's too,
// because pg's own are TCP and $USER, which sudo and runuser do not always set.
// The server's time limit is the shorter one; the client's is for a server that does not answer at all.
const pool = new Pool({
	Client: ClosingClient,
	host: process.env.PGHOST || ['/var/run/postgresql', '/tmp'].find((folder) => fs.existsSync(folder)),
	user: process.env.PGUSER || os.userInfo().username,
	max: number('CONNECTIONS', 5),
	connectionTimeoutMillis: 3000,
	statement_timeout: databaseSeconds * 1000,
	query_timeout: (databaseSeconds + 2) * 1000,
});
pool.on('error', (error) => log('database', error));	// an idle connection was lost: the pool makes another

// Thrown where it is known. The reason is an error of the database.
class Answer extends Error {
	constructor(status, headers = {}, reason = null) {
		super(http.STATUS_CODES[status]);
		Object.assign(this, { status, headers, reason });
	}
}

// One line, and nothing of what a client sent but a path.
function log(what, error) {
	const why = error ? ': ' + [error.code, error.message.split('\n')[0]].filter(Boolean).join(' ') : '';
	console.error(`receiver: ${what}${why}`);
}

// What follows the path may be the secret, and so may a part of a path that was copied wrongly.
function loggable(url) {
	const secrets = [token, basic].filter(Boolean).flatMap((secret) => [secret, encodeURIComponent(secret)]);
	const path = secrets.reduce((text, secret) => text.replaceAll(secret, '*'), url.replace(/[?#].*/s, ''));
	return path.replace(/[^!-~]/g, '?').slice(0, 100);
}

// Each * stands for a part of a host name between two dots.
function originPattern(origins) {
	const parts = origins.split(/\s+/).filter(Boolean).map((origin) => origin.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[a-z0-9-]+'));
	return new RegExp(`^(${parts.join('|')})$`);
}

// Hashed first: what has one length is compared in one time.
function equal(given, secret) {
	const hash = (text) => crypto.createHash('sha256').update(text).digest();
	return secret !== '' && crypto.timingSafeEqual(hash(given), hash(secret));
}

function isAuthorized({ url, headers }) {
	const [scheme, credentials = ''] = (headers.authorization ?? '').split(' ');
	return equal(new URLSearchParams(url.replace(/^[^?]*/, '')).get('token') ?? '', token) ||
		equal(credentials, secrets[scheme.toLowerCase()] ?? '');
}

// Whether a webhook could be stored. EXPLAIN resolves the function and checks the privilege, and calls nothing.
async function askDatabase() {
	await pool.query(`EXPLAIN ${receive}`, ['']);
	const { rows } = await pool.query('SHOW transaction_read_only');
	if (rows[0].transaction_read_only === 'on') throw new Error('the database is read-only');
}

// No secret is required, so that the database is asked once a second at most, however many ask here.
let health = null;
function checkHealth() {
	if (!health) {
		health = askDatabase();
		health.catch(() => {}).then(() => setTimeout(() => { health = null; }, 1000).unref());
	}
	return health;
}

// All that is known before the body is read.
async function check(request) {
	const { method, url, headers } = request;
	const isHealth = /^\/health(\?|$)/.test(url);
	if (!isHealth && !/^\/webhook([/?]|$)/.test(url)) throw new Answer(404);
	if (!isHealth && !isAuthorized(request)) throw new Answer(401, { 'WWW-Authenticate': 'Basic realm="webhooks"' });
	if (method === 'GET' || method === 'HEAD') {
		await checkHealth();
		throw new Answer(200);
	}
	if (isHealth) throw new Answer(405, { Allow: 'GET, HEAD' });
	if (method === 'OPTIONS') throw new Answer(200, { Allow: 'POST', 'WebHook-Allowed-Origin': '*' });
	if (method !== 'POST') throw new Answer(405, { Allow: 'GET, HEAD, OPTIONS, POST' });
	if (!/^(identity)?$/i.test(headers['content-encoding'] ?? '')) throw new Answer(415, { 'Accept-Encoding': 'identity' });
	if (!('content-length' in headers) && !('transfer-encoding' in headers)) throw new Answer(411);
	if (Number(headers['content-length']) > maxBody) throw new Answer(413);
}

// What is over the limit is read on, so that the answer arrives, and thrown away.
function read(request) {
	return new Promise((resolve, reject) => {
		let body = Buffer.alloc(0);
		let size = 0;
		request.on('data', (chunk) => {
			const from = size;
			size += chunk.length;
			if (size > maxBody) return reject(new Answer(413));
			// Copied, because a chunk of a byte takes a hundred times its size.
			if (size > body.length) body = Buffer.concat([body.subarray(0, from)], Math.min(Math.max(2 * size, 65536), maxBody));
			chunk.copy(body, from);
		});
		request.on('end', () => resolve(body.subarray(0, size)));
		request.on('error', () => reject(new Answer(400)));
	});
}

// Bytes that are not UTF-8 become U+FFFD, so that the characters around them stay what they are.
// So does U+0000, the one character that the server's text cannot hold.
function decode(bytes) {
	return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replaceAll('\0', '\ufffd');
}

// A query outside of a transaction is committed when its result is there. In a database of another
// encoding than UTF8 a character may have no place: as JSON escapes it, it has one in each of them.
async function store(body) {
	try {
		await pool.query(receive, [body]);
	} catch (error) {
		if (!/^22/.test(error.code)) throw error;
		await pool.query(receive, [body.replace(/[^\0-\x7f]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'))]);
	}
}

// Visits the URL that a subscription is confirmed by, on hosts that are allowed, following no redirect. It is
// stored already: whatever happens here changes no answer.
async function confirm(body) {
	if (!/"SubscriptionConfirmation"|"Microsoft\.EventGrid\.SubscriptionValidationEvent"/.test(body)) return;
	try {
		const { rows } = await pool.query('SELECT url FROM ses_parse_all(ses_payload($1)) WHERE event_id IS NULL AND url IS NOT NULL', [body]);
		if (rows.length === 0) return;
		const url = new URL(rows[0].url);
		if (!confirmable.test(url.origin)) return log(`a subscription wants a visit to ${url.origin}, which is not allowed`);
		const status = await new Promise((resolve, reject) => {
			(url.protocol === 'https:' ? https : http).get(url, { signal: AbortSignal.timeout(5000) }, (response) => {
				response.destroy();
				resolve(response.statusCode);
			}).on('error', reject);
		});
		log(`visited ${url.origin} to confirm a subscription, which answered ${status}`);
	} catch (error) {
		log('a subscription is not confirmed', error);
	}
}

async function answer(request) {
	try {
		await check(request);
		const body = decode(await read(request));
		await store(body);
		await confirm(body);
		return new Answer(200);
	} catch (error) {
		return error instanceof Answer ? error : new Answer(503, { 'Retry-After': 30 }, error);
	}
}

if ((!token && !basic) || (basic && !basic.includes(':'))) {
	log('RECEIVER_TOKEN or RECEIVER_BASIC (user:password) has to be set');
	process.exit(1);
}

const timeouts = { headersTimeout: clientSeconds * 1000, requestTimeout: clientSeconds * 1000, connectionsCheckingInterval: 500 };
const server = http.createServer(timeouts, async (request, response) => {
	const { status, headers, reason } = await answer(request);
	if (status >= 400) log(`answered ${status} to ${loggable(request.url)}`, reason);
	if (!server.listening) response.setHeader('Connection', 'close');
	response.writeHead(status, { ...headers, 'Content-Length': 0 }).end();
});
server.listen(number('PORT', 8080), setting('HOST', '127.0.0.1'), () => {
	log(`listening on port ${server.address().port}`);
	// If a server requires a way to authenticate that pg does not have, it throws where no caller can catch it.
	// The connection then times out, and the webhook is answered 503.
	process.on('uncaughtException', (error) => log('unexpected', error));
});
// What is not a request has no path.
server.on('clientError', (error, socket) => {
	const status = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }[error.code] ?? 400;
	if (socket.writable) {
		if (error.code !== 'HPE_INVALID_EOF_STATE') log(`answered ${status} to -`);	// else it hung up
		socket.write(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
	}
	socket.destroy(error);
});
server.on('error', (error) => {
	log('server', error);
	process.exit(1);
});

// What is under way is finished first.
function stop() {
	if (!server.listening) return;
	server.close(() => pool.end());
	server.closeIdleConnections();
	// No longer than a request may take: who says nothing is not waited for.
	setTimeout(() => server.closeAllConnections(), (clientSeconds + databaseSeconds + 2) * 1000).unref();
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
