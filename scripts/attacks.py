#!/usr/bin/env python3
"""How long an emergency takes to reach a thousand sockets of a log of 10,000 entries while somebody
with a login attacks the host: one fresh host for each attack, twelve alarms, every fifth socket
looked at. Run by `make bench-attacks`, or with the names of some attacks; loopback only."""

import asyncio
import json
import multiprocessing
import os
import random
import shutil
import socket
import struct
import sys
import tempfile
import time
import uuid

import wire
from crowd import DAY, PEOPLE, ROLE, TOPIC, ZONES, Crowd, Reader, frame, push, token, upgrade
from turns import ENTRIES, SOCKETS, meter

ALARMS, SECONDS, WATCHING = 12, 9.0, 5
SO_TIMESTAMPNS = 35
KINDS = ["fire_evacuation", "severe_weather"]
GUESTS = [f"p-guest-{number}" for number in range(40)]
ITEMS = [item["id"] for item in DAY["item"] if item["id"] != DAY["wedding"].get("ceremony")]
RAISERS = [person for person in PEOPLE if ROLE[person] in ("coordinator", "venue_manager")]
VENDORS = [person for person in PEOPLE if ROLE[person] in ("vendor", "caterer", "photographer")]
ROLE.update({guest: "guest" for guest in GUESTS}, desk="desk")


def wedding_with_guests(folder):
    text = open(wire.WEDDING).read()
    for guest in GUESTS:
        text += f'\n[[person]]\nid = "{guest}"\nname = "{guest[2:].title()}"\nrole = "guest"\n'
    path = os.path.join(folder, "wedding.toml")
    with open(path, "w") as file:
        file.write(text)
    return path


class Watchers(Crowd):
    """Every fifth of them notes when it got which alarm, early and in its place: when it arrived at
    its socket, as the kernel says, not when this script had time to look."""

    def __init__(self, port):
        super().__init__(port, PEOPLE + GUESTS, SOCKETS)
        self.names, self.watching = [], self.readers[::WATCHING]
        for reader in self.readers:
            reader.early, reader.placed, reader.is_watching = {}, {}, False
        for reader in self.watching:
            reader.is_watching = True
            reader.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)

    def receive(self, reader):
        if not reader.is_watching:
            return super().receive(reader)
        data, notes, _, _ = reader.socket.recvmsg(1 << 14, 256)
        stamps = [struct.unpack("qq", note[:16]) for _, kind, note in notes if kind == SO_TIMESTAMPNS]
        reader.arrived = stamps[0][0] + stamps[0][1] / 1e9 if stamps else time.time()
        return data

    def look(self, reader, text):
        if not reader.is_watching:
            return
        for name in self.names[-4:]:
            if name in reader.placed:
                continue
            start = 0
            while (place := text.find(b'"id":"' + name + b'","kind"', start)) >= 0:
                start = place + 1
                is_early = text[place - 13:place] == b'"early":true,'
                (reader.early if is_early else reader.placed).setdefault(name, reader.arrived)


def alarms(crowd, voices):
    """Raises alarms evenly, a bit unevenly; returns what those who watch saw."""
    raised, began = {}, time.monotonic()
    for number in range(ALARMS):
        crowd.until(began + (number + random.random() / 2) * SECONDS / ALARMS)
        name = uuid.uuid4().hex.encode()
        crowd.names.append(name)
        voice = voices[number % len(voices)]
        voice.socket.setblocking(True)
        raised[name] = time.time()
        voice.socket.sendall(push("broadcast", {
            "type": "broadcast", "event": "wd.submit", "payload": {
                "id": name.decode(), "kind": "alert.raise", "body": {
                    "type": KINDS[number % len(KINDS)], "zone": ZONES[number % len(ZONES)]}}}))
        voice.socket.setblocking(False)
    crowd.until(time.monotonic() + 3)
    early = [reader.early[name] - at for name, at in raised.items() for reader in crowd.watching
             if name in reader.early]
    placed = [reader.placed[name] - at for name, at in raised.items() for reader in crowd.watching
              if name in reader.placed]
    return early, placed, len(raised) * len(crowd.watching)


def p99(values):
    return sorted(values)[int(len(values) * 0.99)] * 1_000 if values else float("nan")


def line(topic, event, payload):
    return json.dumps(["1", "1", topic, event, payload])


# Attacks: each does its worst until its process is ended.


class Attacker:
    """One member of a channel who does not listen: what it gets is thrown away unread, so that the
    load of attacking is small beside what it does."""

    def __init__(self, port, person):
        self.port, self.person = port, person

    async def open(self, config=None):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
        self.writer.write(upgrade(self.person))
        head = await self.reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head:
            raise PermissionError(f"{self.person}: {head.decode()}")
        self.drain = asyncio.create_task(self.throw_away())
        await self.push("phx_join", {"config": config or {"broadcast": {}}})
        return self

    async def throw_away(self):
        while await self.reader.read(1 << 20):
            pass

    async def send(self, text):
        self.writer.write(frame(1, text.encode()))
        await self.writer.drain()

    async def push(self, event, payload, topic=TOPIC):
        await self.send(line(topic, event, payload))

    async def say(self, event, payload):
        await self.push("broadcast", {"type": "broadcast", "event": event, "payload": payload})

    def close(self):
        self.writer.close()

    async def submit(self, kind, body, identifier=None, **more):
        await self.say("wd.submit", {"id": identifier or str(uuid.uuid4()), "kind": kind,
                                     "body": body, **more})


async def forever(work, pause=0.0):
    while True:
        await work()
        await asyncio.sleep(pause)


async def nothing(port):
    await asyncio.sleep(1_000)


async def ids_of_others(port):
    one = await Attacker(port, GUESTS[0]).open()
    stamp = int(time.time() * 1_000)
    numbers = iter(range(10 ** 9))
    await forever(lambda: one.submit("presence.move", {"person": GUESTS[0], "zone": ZONES[0]},
                                     f"{RAISERS[0]}-{stamp + next(numbers)}-2"))


async def joins_with_the_log(port, people=1):
    async def one(person):
        client = await Attacker(port, person).open()
        config = {"config": {"broadcast": {"replay": {"since": 0, "limit": 20_000}}}}
        await forever(lambda: client.push("phx_join", config), 0.05)
    await asyncio.gather(*[one(GUESTS[number % people]) for number in range(8 if people == 1 else 40)])


async def joins_by_twenty(port):
    await joins_with_the_log(port, 20)


def unit(size):
    return {"changes": [{"kind": "sync.edit", "body": {
        "item": ITEMS[index % len(ITEMS)],
        "edit": {"field": "title", "value": f"Title {random.random()}"}}} for index in range(size)]}


async def units(port):
    one = await Attacker(port, RAISERS[0]).open()
    await forever(lambda: one.submit("sync.atomic", unit(100)), 0.1)


async def units_with_rows(port):
    config = {"broadcast": {}, "postgres_changes": [
        {"event": "*", "schema": "public", "table": "timeline_items"}]}
    followers = [await Attacker(port, person).open(config) for person in PEOPLE[:20]]
    await units(port)
    return followers


async def moves_of_a_vendor(port):
    one = await Attacker(port, VENDORS[0]).open()
    parts = {"changes": [{"kind": "presence.move", "body": {
        "person": VENDORS[0], "zone": ZONES[index % 9]}} for index in range(100)]}
    await forever(lambda: one.submit("sync.atomic", parts), 0.1)


async def visibility(port):
    one = await Attacker(port, RAISERS[0]).open()
    words = iter(["crew", "all"] * 10 ** 6)
    await forever(lambda: one.submit("sync.edit", {
        "item": ITEMS[4], "edit": {"field": "visibility", "value": next(words)}}), 0.02)


async def station(port):
    one = await Attacker(port, "desk").open()
    await forever(lambda: one.submit("alert.raise", {
        "type": random.choice(["help_request", *KINDS]), "zone": random.choice(ZONES), "text": "Words."}))


async def refusals(port):
    many = [await Attacker(port, GUESTS[0]).open() for _ in range(4)]
    await forever(lambda: asyncio.gather(*[
        one.submit("item.delete", {"item": random.choice(ITEMS)}) for one in many]))


async def long_texts(port):
    many = [await Attacker(port, person).open() for person in VENDORS[:3]]
    text = "e" + "\u0301" * 28_000
    await forever(lambda: asyncio.gather(*[
        one.submit("note.add", {"subject": ITEMS[0], "text": text}) for one in many]))


async def bad_tokens(port):
    async def one():
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /websocket?vsn=2.0.0&apikey=a.b.c HTTP/1.1\r\nHost: h\r\n\r\n")
            await reader.read()
            writer.close()
        except OSError:
            pass
    await asyncio.gather(*[forever(one) for _ in range(50)])


async def updates_of_help(port):
    one = await Attacker(port, GUESTS[0]).open()
    alert = str(uuid.uuid4())
    await one.submit("alert.raise", {"type": "help_request", "zone": ZONES[0]}, alert)
    await forever(lambda: one.submit("alert.update", {"alert": alert, "text": "Words."}))


async def loose_cable(port):
    one = await Attacker(port, VENDORS[0]).open()
    charging = iter([True, False] * 10 ** 6)
    await forever(lambda: one.submit("presence.battery", {
        "person": VENDORS[0], "percent": 9, "charging": next(charging)}))


async def rooms(port):
    one = await Attacker(port, GUESTS[0]).open()
    await forever(lambda: one.push(
        "phx_join", {"config": {}}, f"{TOPIC}:r-{random.random()}"))


async def half_posts(port):
    async def one():
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"POST /auth/token HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n")
            await asyncio.sleep(4)
            writer.close()
        except OSError:
            pass
    await asyncio.gather(*[forever(one) for _ in range(1_000)])


async def malformed(port):
    many = [await Attacker(port, GUESTS[0]).open() for _ in range(4)]
    text = "[" * 60_000
    await forever(lambda: asyncio.gather(*[one.send(text) for one in many]))


async def presence(port):
    many = [await Attacker(port, GUESTS[number % 40]).open(
        {"presence": {"key": f"k{number}", "enabled": True}}) for number in range(240)]
    words = "x" * 3_900

    async def track(one):
        await forever(lambda: one.push("presence", {
            "type": "presence", "event": "track", "payload": {"t": words + str(random.random())}}),
            0.2)
    await asyncio.gather(*[track(one) for one in many])


async def flood(port, *frames):
    many = [await Attacker(port, VENDORS[number]).open() for number in range(4)]
    await forever(lambda: asyncio.gather(*[
        one.send(frame) for one in many for frame in frames]))


async def acknowledgements(port):
    await flood(port, line(TOPIC, "broadcast", {"type": "broadcast", "event": "wd.submit", "payload": {
        "id": "one", "kind": "alert.ack", "body": {"alert": "nothing"}}}))


async def beats(port):
    await flood(port, line("phoenix", "heartbeat", {}))


async def words(port):
    await flood(port, line(TOPIC, "broadcast", {
        "type": "broadcast", "event": "chat", "payload": {"text": "w" * 500}}))


async def tokens(port):
    await flood(port, line(TOPIC, "access_token", {"access_token": token(VENDORS[0])}))


async def resumes(port):
    async def one(person):
        while True:
            try:
                client = await Attacker(port, person).open()
                for _ in range(9):
                    await client.say("wd.resume", {"e": "", "o": 0})
                    await asyncio.sleep(0.15)
                client.close()
            except (OSError, asyncio.IncompleteReadError):
                pass
    await asyncio.gather(*[one(GUESTS[number]) for number in range(8)])


async def return_of_many(port):
    async def one(number):
        while True:
            try:
                client = await Attacker(port, PEOPLE[number % len(PEOPLE)]).open()
                await client.say("wd.resume", {"e": "another", "o": 0})
                await asyncio.sleep(3)
                client.close()
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.5)
    await asyncio.gather(*[one(number) for number in range(430)])


ATTACKS = [nothing, ids_of_others, joins_with_the_log, joins_by_twenty, units, units_with_rows,
           moves_of_a_vendor, visibility, station, refusals, long_texts, bad_tokens,
           updates_of_help, loose_cable, rooms, half_posts, malformed, presence, acknowledgements,
           beats, words, tokens, resumes, return_of_many]


def attack(work, port):
    async def run():
        try:
            await work(port)
        except (OSError, asyncio.IncompleteReadError) as problem:
            print(f"  {work.__name__} ended: {problem}", flush=True)
    asyncio.run(run())


async def fill(port):
    async def one(person):
        client = await Attacker(port, person).open()
        for index in range(ENTRIES // (len(PEOPLE) + len(GUESTS)) + 1):
            await client.submit("presence.move", {
                "person": person, "zone": ZONES[index % len(ZONES)]})
        await asyncio.sleep(2)
        client.close()
    people = PEOPLE + GUESTS
    for start in range(0, len(people), 16):
        await asyncio.gather(*[one(person) for person in people[start:start + 16]])


def main():
    chosen = [work for work in ATTACKS if not sys.argv[1:] or work.__name__ in sys.argv[1:]]
    folder = tempfile.mkdtemp(prefix="callboard-attacks-")
    wire.WEDDING = wedding_with_guests(folder)
    first = wire.Host()
    asyncio.run(fill(first.port))
    first.process.terminate()
    first.process.wait()
    print(f"| attack, {SOCKETS:,} sockets | early copy, p99 and worst, ms | in its place | seen | longest turns, ms |\n"
          "|---|---|---|---|---|", flush=True)
    for work in chosen:
        host = wire.Host.__new__(wire.Host)
        host.folder, host.port = os.path.join(folder, work.__name__), 0
        shutil.copytree(first.folder, host.folder)
        host.start()
        crowd = Watchers(host.port)
        voices = [Reader(host.port, RAISERS[number % len(RAISERS)]) for number in range(3)]
        crowd.until(time.monotonic() + 2)
        process = multiprocessing.Process(target=attack, args=(work, host.port), daemon=True)
        process.start()
        crowd.until(time.monotonic() + 2)
        early, placed, most = alarms(crowd, voices)
        process.kill()
        process.join()
        crowd.until(time.monotonic() + 4)  # until half posts give their doors back
        turns = sorted(((row["microseconds_max"] / 1_000, kind) for kind, row in meter(host).items()),
                       reverse=True)[:3]
        print(f"| {work.__name__.replace('_', ' ')} | {p99(early):.0f}, {max(early, default=0) * 1000:.0f} "
              f"| {p99(placed):.0f}, {max(placed, default=0) * 1000:.0f} "
              f"| {len(early)} and {len(placed)} of {most}"
              f"{f', {crowd.closed} closed' if crowd.closed else ''} "
              f"| {', '.join(f'{kind} {ms:.1f}' for ms, kind in turns)} |", flush=True)
        host.end()
    shutil.rmtree(folder)
    shutil.rmtree(first.folder)


if __name__ == "__main__":
    main()
