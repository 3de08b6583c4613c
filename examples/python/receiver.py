#!/usr/bin/env python3
"""receiver.py: stores webhooks. What it answers, and its settings: ../README.md."""

import base64
import hashlib
import hmac
import http.client
import io
import json
import os
import queue
import re
import select
import signal
import socket
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import psycopg


def setting(name, usual):
    return os.environ.get(f'RECEIVER_{name}', usual)


def log(what, error=None):
    """One line, and nothing of what a client sent, which is in the words of some errors."""
    if error:
        what += f": {getattr(error, 'sqlstate', None) or type(error).__name__}"
    if isinstance(error, (psycopg.Error, OSError)):
        what += f' {str(error).splitlines()[0]}' if str(error) else ''
    print(f'receiver: {what}', file=sys.stderr, flush=True)


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

# As many as there may be at a time; None is one that has to be made.
connections = queue.LifoQueue()
for _ in range(int(setting('CONNECTIONS', 5))):
    connections.put(None)


class Answer(Exception):
    """Raised where it is known."""

    def __init__(self, status, headers=None):
        super().__init__(status)
        self.status = status
        self.headers = headers or {}


def hang_up(connection):
    """Wakes the thread that waits for an answer of the database."""
    with socket.socket(fileno=os.dup(connection.fileno())) as same:
        same.shutdown(socket.SHUT_RDWR)


def query(statement, body):
    """Returns the first row of a statement, and not before it is committed."""
    connection = connections.get(timeout=3)
    try:
        # Nobody speaks to an idle connection, unless to say good-bye.
        if connection and select.select([connection], [], [], 0)[0]:
            connection.close()
            connection = None
        # Where the database is, libpq's variables say: PGHOST, PGDATABASE, PGUSER, PGPASSWORD.
        connection = connection or psycopg.connect(
            autocommit=True, connect_timeout=3, client_encoding='utf8', prepare_threshold=None,
            options=f"{os.environ.get('PGOPTIONS', '')} -c statement_timeout={DATABASE_SECONDS}s")
        # The server gives up first; where it cannot even do that, this does.
        watchdog = threading.Timer(DATABASE_SECONDS + 2, hang_up, [connection])
        watchdog.daemon = True
        watchdog.start()
        try:
            return connection.execute(statement, (body,)).fetchone()
        finally:
            watchdog.cancel()
            watchdog.join()
    except BaseException:
        if connection:
            connection.close()
            connection = None
        raise
    finally:
        connections.put(connection)


def decode(body):
    """Bytes that are no UTF-8 are taken for Latin-1, in which each byte is a character: so none is lost.

    The one character that the server's text cannot hold is U+0000.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = body.decode('latin-1')
    return text.replace('\0', '\ufffd')


def store(body):
    """In a database of another encoding than UTF8 a character may have no place: as JSON escapes it, it has one in each."""
    try:
        try:
            query(RECEIVE, body)
        except psycopg.DataError:
            query(RECEIVE, re.sub('[^\0-\x7f]', lambda character: json.dumps(character[0])[1:-1], body))
    except Exception as error:
        log('database', error)
        raise Answer(503, {'Retry-After': '30'}) from None


def confirm(body):
    """Visits the URL that confirms a subscription, on hosts that are allowed, following no redirect.

    It is stored already: whatever happens here changes no answer. (An UnsubscribeConfirmation has a URL, too, which subscribes again.)
    """
    if not re.search(r'"SubscriptionConfirmation"|"Microsoft\.EventGrid\.SubscriptionValidationEvent"', body):
        return
    try:
        row = query(SUBSCRIPTION, body)
        if row is None:
            return
        url = urlsplit(row[0])
        connect, usual_port = {'http': (http.client.HTTPConnection, 80), 'https': (http.client.HTTPSConnection, 443)}[url.scheme]
        port = url.port or usual_port
        origin = f'{url.scheme}://{url.hostname}' + (f':{port}' if port != usual_port else '')
        if not CONFIRMABLE.fullmatch(origin):
            log(f'a subscription wants a visit to {origin!a}, which is not allowed')
            return
        # What was matched is what is connected to.
        visit = connect(url.hostname, port, timeout=5)
        try:
            visit.request('GET', url._replace(scheme='', netloc='', fragment='').geturl() or '/')
            log(f'visited {origin} to confirm a subscription, which answered {visit.getresponse().status}')
        finally:
            visit.close()
    except Exception as error:
        log('a subscription is not confirmed', error)


def equal(given, secret):
    """Hashed first: what has one length is compared in one time."""
    hashes = [hashlib.sha256(text.encode('utf-8', 'surrogatepass')).digest() for text in (given, secret)]
    return secret != '' and hmac.compare_digest(*hashes)


class Stream(io.RawIOBase):
    """What a client sends, until a deadline."""

    def __init__(self, connection):
        self.connection = connection
        self.deadline = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise socket.timeout('timed out')
        self.connection.settimeout(left)
        return self.connection.recv_into(buffer)


class Receiver(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    error_message_format = ''
    under_way = set()  # requests of all connections

    def setup(self):
        super().setup()
        self.rfile.close()
        self.stream = Stream(self.connection)
        self.rfile = io.BufferedReader(self.stream)

    def handle_one_request(self):
        self.stream.deadline = time.monotonic() + CLIENT_SECONDS
        super().handle_one_request()

    def respond(self):
        self.under_way.add(self)
        try:
            self.check()
            body = decode(self.read())
            store(body)
            confirm(body)
            self.send_answer(Answer(200))
        except Answer as answer:
            self.send_answer(answer, is_last=True)
        finally:
            self.under_way.discard(self)
        if self.close_connection:
            # A client that is still sending would not see the answer if its bytes were refused.
            self.connection.shutdown(socket.SHUT_WR)
            while self.rfile.read1(65536):
                pass

    do_GET = do_HEAD = do_OPTIONS = do_PUT = do_PATCH = do_DELETE = do_POST = respond

    def check(self):
        """All that is known before the body is read."""
        path, _, parameters = self.path.partition('?')
        if not f'{path}/'.startswith('/webhook/'):
            raise Answer(404)
        if not self.is_authorized(parameters):
            raise Answer(401, {'WWW-Authenticate': 'Basic realm="webhooks"'})
        if self.command in ('GET', 'HEAD'):
            raise Answer(200)
        if self.command == 'OPTIONS':
            raise Answer(200, {'Allow': 'POST', 'WebHook-Allowed-Origin': '*'})
        if self.command != 'POST':
            raise Answer(405, {'Allow': 'GET, HEAD, OPTIONS, POST'})
        if self.headers.get('Content-Encoding', 'identity').lower() != 'identity':
            raise Answer(415, {'Accept-Encoding': 'identity'})

    def is_authorized(self, parameters):
        scheme, _, credentials = self.headers.get('Authorization', '').partition(' ')
        return (equal(parse_qs(parameters).get('token', [''])[0], TOKEN)
                or equal(credentials, SECRETS.get(scheme.lower(), '')))

    def read(self):
        """Returns the body, framed as RFC 9112 has it."""
        lengths = self.headers.get_all('Content-Length', [])
        codings = self.headers.get_all('Transfer-Encoding', [])
        try:
            if codings:
                if lengths or [coding.lower() for coding in codings] != ['chunked']:
                    raise Answer(400)
                return self.read_chunks()
            if not lengths:
                raise Answer(411)
            if len(lengths) > 1 or not re.fullmatch('[0-9]{1,18}', lengths[0]):
                raise Answer(400)
            if int(lengths[0]) > MAX_BODY:
                raise Answer(413)
            return self.read_exactly(int(lengths[0]))
        except socket.timeout:
            raise Answer(408) from None

    def read_exactly(self, size):
        body = self.rfile.read(size)
        if len(body) < size:
            raise Answer(400)
        return body

    def read_chunks(self):
        body = bytearray()
        while True:
            head = re.fullmatch(rb'([0-9a-fA-F]{1,8})[ \t]*(;.*)?\r\n', self.rfile.readline(1000))
            if head is None:
                raise Answer(400)
            size = int(head[1], 16)
            if len(body) + size > MAX_BODY:
                raise Answer(413)
            if size == 0:
                break
            body += self.read_exactly(size)
            if self.read_exactly(2) != b'\r\n':
                raise Answer(400)
        while (trailer := self.rfile.readline(1000)) != b'\r\n':
            if not trailer.endswith(b'\n'):
                raise Answer(400)
        return body

    def send_answer(self, answer, is_last=False):
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header('Content-Length', '0')
        if is_last or self.server.is_stopping:
            self.send_header('Connection', 'close')  # which http.server understands, too
        self.end_headers()

    def version_string(self):
        return 'receiver'

    def log_message(self, *_):
        """Logs nothing: a request line has the token in it."""


class Server(ThreadingHTTPServer):
    request_queue_size = 511
    is_stopping = False

    def handle_error(self, request, client_address):
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):  # a client that went away
            log('request', error)

    def stop(self, *_):
        self.is_stopping = True
        threading.Thread(target=self.shutdown).start()


if not TOKEN and not BASIC or BASIC and ':' not in BASIC:
    log('RECEIVER_TOKEN or RECEIVER_BASIC (user:password) has to be set')
    sys.exit(1)

server = Server((setting('HOST', '127.0.0.1'), int(setting('PORT', 8080))), Receiver)
signal.signal(signal.SIGTERM, server.stop)
signal.signal(signal.SIGINT, server.stop)
log(f'listening on port {server.server_port}')
server.serve_forever()

# What is under way is finished first.
server.server_close()
while Receiver.under_way:
    time.sleep(0.05)
