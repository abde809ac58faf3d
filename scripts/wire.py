#!/usr/bin/env python3
"""Figures of a host on the wire: an emergency to a hundred clients and to consoles that draw it, and
a host that is killed and started again. Run by `make bench-wire`; loopback only."""

import asyncio
import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

import jwt
import websockets

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(ROOT, ".build/release/callboard")
WEDDING = os.path.join(ROOT, "Samples/alder-mill/wedding.toml")
SECRET = "a secret that both sides of this bench know"
CLIENTS, CONSOLES = 100, 3


class Host:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="callboard-bench-")
        self.port = 0
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [PROGRAM, "host", WEDDING, "--headless", "--listen", f"127.0.0.1:{self.port}", "--data",
             self.folder, "--jwt-secret-env", "CB_SECRET", "--per-address", "20000", "--per-device",
             "20000"], stdout=subprocess.PIPE, env={**os.environ, "CB_SECRET": SECRET})
        line = self.process.stdout.readline().decode()
        self.port = int(re.search(r":(\d+) ", line).group(1))
        threading.Thread(target=self.process.stdout.read, daemon=True).start()

    def invite(self, who):
        text = subprocess.run([PROGRAM, "invite", who, "--data", self.folder], check=True,
                              capture_output=True, text=True).stdout
        return re.search(r"--code (\S+)", text).group(1)

    def end(self):
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder)


class Console(threading.Thread):
    """`callboard join` in a pty of 120x36; notes when a word is drawn."""

    def __init__(self, host, who):
        super().__init__(daemon=True)
        code, self.seen = host.invite(who), {}
        state = tempfile.mkdtemp(dir=host.folder)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8", XDG_STATE_HOME=state,
                              XDG_CONFIG_HOME=state)
            os.execv(PROGRAM, [PROGRAM, "join", f"ws://127.0.0.1:{host.port}", "--code", code])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self.start()

    def run(self):
        text = b""
        while True:
            try:
                ready, _, _ = select.select([self.fd], [], [], 60)
                data = os.read(self.fd, 65536) if ready else b""
            except OSError:
                return
            text = (text + data)[-200_000:]
            for word in (b"EMERGENCY", b"live"):
                if word in text and word not in self.seen:
                    self.seen[word] = time.perf_counter()

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


async def until(condition, seconds=20):
    end = time.perf_counter() + seconds
    while not condition():
        if time.perf_counter() > end:
            sys.exit("something never happened")
        await asyncio.sleep(0.002)


class Client:
    def __init__(self, host, wedding, number):
        self.host, self.number, self.wedding = host, number, wedding
        self.topic = f"realtime:wedding:{wedding}"
        self.live, self.seen, self.epochs, self.last = 0, {}, [], {}
        self.holes = self.repeats = 0
        # One device, so that the role's limit of devices is not what is measured.
        claims = dict(sub="p-rosa", role="coordinator", wedding=wedding, aud="callboard",
                      device="bench", exp=int(time.time()) + 3600)
        self.token = jwt.encode(claims, SECRET, algorithm="HS256")

    async def run(self):
        wait = 0.3
        while True:
            try:
                url = f"ws://127.0.0.1:{self.host.port}/websocket?vsn=2.0.0&apikey={self.token}"
                async with websockets.connect(url, max_size=None, compression=None) as socket:
                    wait, self.socket = 0.3, socket
                    await self.say("phx_join", {"config": {"broadcast": {"self": True}}})
                    await self.say("broadcast", {"type": "broadcast", "event": "wd.resume",
                                                 "payload": {"e": "", "o": 0}})
                    async for text in socket:
                        self.hear(json.loads(text))
            except (OSError, websockets.WebSocketException):
                pass
            self.live = 0
            await asyncio.sleep(wait * (0.5 + self.number % 10 / 20))
            wait = min(10, wait * 2)

    async def say(self, event, payload):
        await self.socket.send(json.dumps(["1", "1", self.topic, event, payload]))

    async def submit(self, identifier, kind, body, pri=3):
        await self.say("broadcast", {"type": "broadcast", "event": "wd.submit", "payload": {
            "id": identifier, "kind": kind, "pri": pri, "body": body}})

    def hear(self, frame):
        if frame[3] != "broadcast":
            return
        event, body = frame[4]["event"], frame[4]["payload"]
        if event == "wd.live":
            self.live = time.perf_counter()
        elif event == "wd.reset":
            self.last = {}
        elif event == "wd.event":
            self.seen.setdefault(body["id"], time.perf_counter())
            if body.get("early"):
                return
            last = self.last.get(body["s"])
            if last is not None and body["o"] <= last:
                self.repeats += 1
            elif last is not None and body["po"] != last:
                self.holes += 1
            self.last[body["s"]] = max(body["o"], last or 0)


async def main():
    host = Host()
    wedding = re.search(r'^id = "(w-[^"]+)"', open(WEDDING).read(), re.M).group(1)
    consoles = [Console(host, who) for who in ["p-ben", "p-lorna", "p-maya"][:CONSOLES]]
    clients = [Client(host, wedding, number) for number in range(CLIENTS - CONSOLES)]
    tasks = [asyncio.create_task(client.run()) for client in clients]
    await until(lambda: all(client.live for client in clients))
    await until(lambda: all(b"live" in console.seen for console in consoles))

    began = time.perf_counter()
    await clients[0].submit("first", "alert.raise", {"type": "fire_evacuation", "zone": "z-kitchen"}, 0)
    await until(lambda: all(b"EMERGENCY" in console.seen for console in consoles))
    await until(lambda: all("first" in client.seen for client in clients))
    drawn = [(console.seen[b"EMERGENCY"] - began) * 1000 for console in consoles]
    print(f"emergency, {CLIENTS} clients: drawn by {CONSOLES} consoles after "
          f"{', '.join(f'{ms:.1f}' for ms in sorted(drawn))} ms")

    zones, worst = ["z-gate", "z-barn", "z-pond", "z-suite", "z-orchard", "z-terrace", "z-cellar"], []
    for index, zone in enumerate(zones):
        name, began = f"raise-{index}", time.perf_counter()
        await clients[1].submit(name, "alert.raise", {"type": "medical", "zone": zone}, 0)
        await until(lambda: all(name in client.seen for client in clients))
        worst.append((max(client.seen[name] for client in clients) - began) * 1000)
    print(f"emergency, raised to the last of {len(clients)} clients: median "
          f"{statistics.median(worst):.1f}, max {max(worst):.1f} ms")

    for index in range(200):
        await clients[index % 5].submit(f"load-{index}", "note.add", {"text": f"note {index}"}, 4)
        if index == 100:
            host.process.kill()
            host.process.wait()
            began = time.perf_counter()
            host.start()
            started = time.perf_counter()
            break
    await until(lambda: all(client.live > started for client in clients), 30)
    back = [client.live - began for client in clients]
    print(f"killed under load and started again: accepts after {(started - began) * 1000:.0f} ms, "
          f"{len(clients)} clients live again after {statistics.median(back):.2f} s median, "
          f"{max(back):.2f} s the last; holes {sum(c.holes for c in clients)}, "
          f"repeats {sum(c.repeats for c in clients)}")
    for task in tasks:
        task.cancel()
    for console in consoles:
        console.end()
    host.end()


if __name__ == "__main__":
    asyncio.run(main())
