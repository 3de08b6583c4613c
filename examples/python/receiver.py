#!/usr/bin/env python3
"""receiver.py: stores webhooks. What it answers, and its settings: ../README.md."""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import os
import re
import select
import signal
import socket
import sys
import urllib.parse

import psycopg
from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.abc import AbstractAccessLogger
from yarl import URL


def setting(name, usual):
    return os.environ.get(f'RECEIVER_{name}', usual)


def log(what, reason=None):
    """One line, and nothing of what a client sent but a path."""
    print('receiver: ' + ': '.join(filter(None, (what, reason))), file=sys.stderr, flush=True)


def reason_of(error):
    """An error as it is logged. The words of errors that come from elsewhere quote a client."""
    reason = getattr(error, 'sqlstate', None) or type(error).__name__
    if isinstance(error, (psycopg.Error, OSError)) and str(error):
        reason += f' {str(error).splitlines()[0]}'
    return reason


def loggable(path):
    """What follows the path may be the secret, and so may a part of a path that was copied wrongly."""
    path = re.sub('[?#].*', '', path, flags=re.DOTALL)
    for secret in filter(None, (TOKEN, BASIC)):
        path = path.replace(secret, '*').replace(urllib.parse.quote(secret, safe=''), '*')
    return re.sub('[^!-~]', '?', path)[:100]


def origin_pattern(origins):
    """Each * stands for a part of a host name between two dots."""
    return re.compile('|'.join(re.escape(origin).replace(r'\*', '[a-z0-9-]+') for origin in origins.split()) or '(?!)')


TOKEN = setting('TOKEN', '')
BASIC = setting('BASIC', '')
SECRETS = {'bearer': TOKEN, 'basic': base64.b64encode(BASIC.encode()).decode()}
MAX_BODY = int(setting('MAX_BODY', 10 * 1024 * 1024))
CLIENT_SECONDS = int(setting('CLIENT_SECONDS', 30))
DATABASE_SECONDS = int(setting('DATABASE_SECONDS', 8))
CONFIRMABLE = origin_pattern(setting(
    'CONFIRM', 'https://sns.*.amazonaws.com https://sns.*.amazonaws.com.cn https://*.eventgrid.azure.net https://*.eventgrid.azure.net:553'))
RECEIVE = f"SELECT {setting('FUNCTION', 'mail.receive')}(%s)"
SUBSCRIPTION = 'SELECT url FROM ses_parse_all(ses_payload(%s)) WHERE event_id IS NULL AND url IS NOT NULL'


def hang_up(connection):
    """Wakes who waits for an answer of the database. (To cancel would wait for an answer, too.)"""
    with socket.socket(fileno=os.dup(connection.fileno())) as same:
        same.shutdown(socket.SHUT_RDWR)


def is_quiet(connection):
    """Nobody speaks to an idle connection, unless to say good-bye."""
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return not poll.poll(0)


class Database:
    """As many connections as there may be. Where it is, libpq's variables say: PGHOST, PGDATABASE, PGUSER, PGPASSWORD."""

    def __init__(self):
        self.slots = asyncio.Semaphore(int(setting('CONNECTIONS', 5)))
        self.idle = []
        self.health = None

    async def connect(self):
        while self.idle:
            connection = self.idle.pop()
            if is_quiet(connection):
                return connection
            await connection.close()
        return await psycopg.AsyncConnection.connect(
            autocommit=True, connect_timeout=3, client_encoding='utf8', prepare_threshold=None,
            options=f"{os.environ.get('PGOPTIONS', '')} -c statement_timeout={DATABASE_SECONDS}s")

    async def ask(self):
        """Whether a webhook could be stored. EXPLAIN resolves the function and checks the privilege, and calls nothing."""
        await self.query(f'EXPLAIN {RECEIVE}', '')
        if (await self.query('SHOW transaction_read_only'))[0] == 'on':
            raise ConnectionError('the database is read-only')

    async def check_health(self):
        """No secret is required, so that the database is asked once a second at most, however many ask here."""
        if self.health is None:
            self.health = asyncio.ensure_future(self.ask())
            self.health.add_done_callback(lambda _: asyncio.get_running_loop().call_later(1, setattr, self, 'health', None))
        await asyncio.shield(self.health)

    async def query(self, statement, *values):
        """Returns the first row of a statement, and not before it is committed."""
        await asyncio.wait_for(self.slots.acquire(), 3)
        try:
            connection = await self.connect()
            # The server gives up first; where it cannot even do that, this does.
            watchdog = asyncio.get_running_loop().call_later(DATABASE_SECONDS + 2, hang_up, connection)
            try:
                row = await (await connection.execute(statement, values)).fetchone()
            except BaseException:
                await connection.close()
                raise
            finally:
                watchdog.cancel()
            self.idle.append(connection)
            return row
        finally:
            self.slots.release()


def decode(body):
    """Bytes that are not UTF-8 become U+FFFD, so that the characters around them stay what they are.

    So does U+0000, the one character that the server's text cannot hold.
    """
    return body.decode('utf-8', 'replace').replace('\0', '\ufffd')


async def store(database, body):
    """In a database of another encoding than UTF8 a character may have no place: as JSON escapes it, it has one in each."""
    try:
        await database.query(RECEIVE, body)
    except psycopg.DataError:
        await database.query(RECEIVE, re.sub('[^\0-\x7f]', lambda character: json.dumps(character[0])[1:-1], body))


async def confirm(database, body):
    """Visits the URL that confirms a subscription, on hosts that are allowed, following no redirect.

    It is stored already: whatever happens here changes no answer.
    """
    if not re.search(r'"SubscriptionConfirmation"|"Microsoft\.EventGrid\.SubscriptionValidationEvent"', body):
        return
    try:
        row = await database.query(SUBSCRIPTION, body)
        if row is None:
            return
        url = URL(row[0])
        origin = str(url.origin())
        if not CONFIRMABLE.fullmatch(origin):
            log(f'a subscription wants a visit to {origin!a}, which is not allowed')
            return
        async with ClientSession(timeout=ClientTimeout(total=5)) as session, session.get(url, allow_redirects=False) as answer:
            log(f'visited {origin} to confirm a subscription, which answered {answer.status}')
    except Exception as error:
        log('a subscription is not confirmed', reason_of(error))


def equal(given, secret):
    """Hashed first: what has one length is compared in one time."""
    hashes = [hashlib.sha256(text.encode('utf-8', 'surrogateescape')).digest() for text in (given, secret)]
    return secret != '' and hmac.compare_digest(*hashes)


def is_authorized(request):
    scheme, _, credentials = request.headers.get('Authorization', '').partition(' ')
    return equal(request.query.get('token', ''), TOKEN) or equal(credentials, SECRETS.get(scheme.lower(), ''))


async def check(request):
    """All that is known before the body is read: a status and its headers, or None where it depends on the body."""
    is_health = request.path == '/health'
    if not is_health and not f'{request.path}/'.startswith('/webhook/'):
        return 404, {}
    if not is_health and not is_authorized(request):
        return 401, {'WWW-Authenticate': 'Basic realm="webhooks"'}
    if request.method in ('GET', 'HEAD'):
        await request.app['database'].check_health()
        return 200, {}
    if is_health:
        return 405, {'Allow': 'GET, HEAD'}
    if request.method == 'OPTIONS':
        return 200, {'Allow': 'POST', 'WebHook-Allowed-Origin': '*'}
    if request.method != 'POST':
        return 405, {'Allow': 'GET, HEAD, OPTIONS, POST'}
    if request.headers.get('Content-Encoding', 'identity').lower() != 'identity':
        return 415, {'Accept-Encoding': 'identity'}
    if 'Content-Length' not in request.headers and 'Transfer-Encoding' not in request.headers:
        return 411, {}
    if (request.content_length or 0) > MAX_BODY:
        return 413, {}
    return None


async def go_on_later(request):
    """A client that asks whether to send its body is told after the secret was looked at."""


async def answer(request):
    """The status and the headers of the answer to a request. Raises what the database raises."""
    known = await check(request)
    if known:
        return known
    if 'Expect' in request.headers:
        await request.writer.write(b'HTTP/1.1 100 Continue\r\n\r\n')
    try:
        body = await asyncio.wait_for(request.read(), CLIENT_SECONDS)
    except asyncio.TimeoutError:
        return 408, {}
    except web.HTTPRequestEntityTooLarge:
        return 413, {}
    except Exception:
        return 400, {}
    if request.content_length not in (None, len(body)):
        return 400, {}  # aiohttp gives nothing of a request that wants a WebSocket
    body = decode(body)
    await store(request.app['database'], body)
    await confirm(request.app['database'], body)
    return 200, {}


class Refusals(AbstractAccessLogger):
    """Logs which requests were refused. What is not a request has no path, and is answered by aiohttp."""

    def log(self, request, response, time):
        if response.status >= 400:
            path = '-' if request.method == 'UNKNOWN' else loggable(request.raw_path)
            log(f'answered {response.status} to {path}', request.get('reason'))


class Receiver:
    def __init__(self):
        self.under_way = 0
        self.is_stopping = asyncio.Event()
        self.silent = set()  # connections that have made no request yet

    async def handle(self, request):
        self.silent.discard(request.protocol)
        self.under_way += 1
        try:
            try:
                status, headers = await answer(request)
            except Exception as error:
                # Not the error itself, which would keep a connection open that failed while it was opened.
                request['reason'] = reason_of(error)
                status, headers = 503, {'Retry-After': '30'}
            response = web.Response(status=status, headers={'Server': 'receiver', **headers})
            if self.is_stopping.is_set() or status >= 400:
                response.force_close()
            return response
        finally:
            self.under_way -= 1

    def accept(self):
        """What aiohttp makes for a connection. It waits for the head of a request for ever: this does not."""
        connection = self.runner.server()
        self.silent.add(connection)
        asyncio.get_running_loop().call_later(CLIENT_SECONDS, self.give_up, connection)
        return connection

    def give_up(self, connection):
        if connection in self.silent:
            self.silent.discard(connection)
            connection.force_close()

    async def run(self):
        app = web.Application(client_max_size=MAX_BODY + 1)
        app.router.add_route('*', '/{path:.*}', self.handle, expect_handler=go_on_later)
        app['database'] = Database()
        self.runner = web.AppRunner(app, access_log_class=Refusals, auto_decompress=False, keepalive_timeout=CLIENT_SECONDS)
        await self.runner.setup()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self.accept, setting('HOST', '127.0.0.1'), int(setting('PORT', 8080)), backlog=511)
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.is_stopping.set)
        log(f'listening on port {server.sockets[0].getsockname()[1]}')

        # What is under way is finished first.
        await self.is_stopping.wait()
        server.close()
        while self.under_way:
            await asyncio.sleep(0.05)
        await self.runner.cleanup()


if not TOKEN and not BASIC or BASIC and ':' not in BASIC:
    log('RECEIVER_TOKEN or RECEIVER_BASIC (user:password) has to be set')
    sys.exit(1)

logging.disable()  # a request line has the token in it
asyncio.run(Receiver().run())
