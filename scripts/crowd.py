"""A thousand sockets that only read, on one selector, so that the load costs the machine little, and
what the scripts beside this one share. Loopback only."""

import base64
import json
import multiprocessing
import os
import re
import selectors
import socket
import struct
import sys
import time
import tomllib
import uuid

import jwt

import wire

DAY = tomllib.load(open(wire.WEDDING, "rb"))
ROLE = {person["id"]: person["role"] for person in DAY["person"]}
PEOPLE = list(ROLE)
ZONES = [zone["id"] for zone in DAY["zone"]]
TOPIC = "realtime:wedding:" + DAY["wedding"]["id"]


def token(person):
    return jwt.encode({"sub": person, "wedding": DAY["wedding"]["id"],
                       "role": ROLE.get(person, "authenticated"), "aud": "callboard",
                       "device": "bench", "exp": int(time.time()) + 3_600},
                      wire.SECRET, algorithm="HS256")


def frame(opcode, payload):
    """From a client: masked, with zeros."""
    length = (bytes([0x80 | len(payload)]) if len(payload) < 126
              else bytes([0xFE]) + struct.pack("!H", len(payload)))
    return bytes([0x80 | opcode]) + length + bytes(4) + payload


def push(event, payload):
    return frame(1, json.dumps(["1", "1", TOPIC, event, payload]).encode())


def upgrade(person):
    key = base64.b64encode(os.urandom(16)).decode()
    return (f"GET /websocket?vsn=2.0.0&apikey={token(person)} HTTP/1.1\r\nHost: h\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {key}\r\n\r\n").encode()


class Reader:
    """A member of the main channel."""

    def __init__(self, port, person):
        self.tail = b""
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(upgrade(person))
        answer = b""
        while b"\r\n\r\n" not in answer:
            more = self.socket.recv(4_096)
            if not more:
                sys.exit(f"refused: {answer}")
            answer += more
        # With a key of its own: nobody comes back to where another was.
        self.socket.sendall(push("phx_join", {"config": {"presence": {
            "enabled": False, "key": str(uuid.uuid4())}}}))
        self.socket.setblocking(False)


class Crowd:
    """Answers the last PING of what it reads: it carries `epoch:offset`, which nothing else does."""

    def __init__(self, port, people, count):
        self.selector, self.epoch, self.closed = selectors.DefaultSelector(), b"", 0
        self.readers = [Reader(port, people[number % len(people)]) for number in range(count)]
        for reader in self.readers:
            self.selector.register(reader.socket, selectors.EVENT_READ, reader)

    def read(self, seconds):
        for key, _ in self.selector.select(seconds):
            reader = key.data
            try:
                data = self.receive(reader)
            except BlockingIOError:
                continue
            except OSError:
                data = b""
            if not data:
                self.closed += 1
                self.selector.unregister(reader.socket)
                continue
            text = reader.tail + data
            self.answer(reader, text)
            self.look(reader, text)
            reader.tail = text[-400:]

    def receive(self, reader):
        return reader.socket.recv(1 << 20)

    def look(self, reader, text):
        pass

    def answer(self, reader, text):
        if not self.epoch:
            found = re.search(rb"\x89.([0-9A-Za-z-]+:)\d+$", text, re.DOTALL)
            if not found:
                return
            self.epoch = found.group(1)
        place = text.rfind(self.epoch)
        if place >= 2 and text[place - 2] == 0x89:
            data = text[place:place + text[place - 1]]
            if len(data) == text[place - 1]:
                try:
                    reader.socket.send(frame(10, data))
                except OSError:
                    pass

    def until(self, moment):
        while (left := moment - time.monotonic()) > 0:
            self.read(min(left, 1))


def in_background(port, people, count):
    """A crowd in a process of its own; returns when all of it is there."""
    def run():
        crowd = Crowd(port, people, count)
        ready.set()
        crowd.until(float("inf"))

    ready = multiprocessing.Event()
    process = multiprocessing.Process(target=run, daemon=True)
    process.start()
    ready.wait()
    return process
