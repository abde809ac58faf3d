#!/usr/bin/env python3
"""For how long single events hold a host's loop, with 1,000 sockets and 10,000 entries: each kind of
change, joins, resumes and tokens, as the host's own meter tells. Run by `make bench-turns`; loopback
only."""

import asyncio
import json
import re
import time
import tomllib
import urllib.request
import uuid

import jwt
import websockets

from wire import SECRET, WEDDING, Host

SOCKETS, ENTRIES, UNIT = 1_000, 10_000, 100
DAY = tomllib.load(open(WEDDING, "rb"))
PEOPLE = [person["id"] for person in DAY["person"]]
ROLE = {person["id"]: person["role"] for person in DAY["person"]}
TOPIC = "realtime:wedding:" + DAY["wedding"]["id"]
ITEMS = [item["id"] for item in DAY["item"]]
ZONES = [zone["id"] for zone in DAY["zone"]]
LEAD = next(person for person in PEOPLE if ROLE[person] == "coordinator")


def token(person):
    return jwt.encode({"sub": person, "wedding": DAY["wedding"]["id"], "role": ROLE[person],
                       "aud": "callboard", "device": "bench", "exp": int(time.time()) + 3_600},
                      SECRET, algorithm="HS256")


class Client:
    """One member of the main channel, who reads all and waits for answers to wishes."""

    def __init__(self, host, person):
        self.host, self.person, self.answers = host, person, {}

    async def open(self):
        self.socket = await websockets.connect(
            f"ws://127.0.0.1:{self.host.port}/websocket?vsn=2.0.0&apikey={token(self.person)}",
            compression=None, max_size=None, open_timeout=60, ping_interval=None)
        self.reader = asyncio.create_task(self.read())
        await self.push("phx_join", {"config": {"broadcast": {}, "presence": {"enabled": False}}})
        return self

    async def read(self):
        async for text in self.socket:
            if '"wd.accepted"' in text or '"wd.reject"' in text:
                body = json.loads(text)[4]["payload"]
                if body.get("id") in self.answers:
                    self.answers.pop(body["id"]).set_result(body)

    async def push(self, event, payload):
        await self.socket.send(json.dumps(["1", "1", TOPIC, event, payload]))

    async def say(self, event, payload):
        await self.push("broadcast", {"type": "broadcast", "event": event, "payload": payload})

    async def wish(self, kind, body, **more):
        wish = str(uuid.uuid4())
        self.answers[wish] = asyncio.get_running_loop().create_future()
        await self.say("wd.submit", {"id": wish, "kind": kind, "body": body, **more})
        return await self.answers[wish] if wish in self.answers else None


def meter(host):
    text = urllib.request.urlopen(f"http://127.0.0.1:{host.port}/metrics", timeout=60).read()
    rows = re.findall(r'callboard_turn_(\w+)\{[^}]*"([^"]+)"\} (\d+)', text.decode())
    table = {}
    for name, kind, value in rows:
        table.setdefault(kind, {})[name] = int(value)
    return table


def wishes():
    """One or more of each kind that somebody can say; refused ones are held against the rules too."""
    item, other, zone = ITEMS[0], ITEMS[1], ZONES[0]
    guests = [guest["id"] for guest in DAY.get("guest", [])]
    first = lambda table: DAY.get(table, [{"id": "none"}])[0]["id"]
    yield "presence.checkin", {"person": LEAD, "zone": zone}
    yield "presence.move", {"person": LEAD, "zone": ZONES[1]}
    yield "presence.activity", {"person": LEAD, "activity": "setup"}
    yield "presence.eta", {"person": LEAD, "at": int(time.time() * 1_000) + 600_000}
    yield "presence.battery", {"person": LEAD, "percent": 40, "charging": False}
    yield "timeline.start", {"item": item}
    yield "timeline.end", {"item": item}
    yield "timeline.skip", {"item": other}
    yield "timeline.shift", {"items": ITEMS[2:], "minutes": 1}
    yield "timeline.publish", {"version": 99}
    yield "sync.edit", {"item": ITEMS[3], "edit": {"field": "title", "value": "A new title"}}
    yield "sync.edit", {"item": ITEMS[4], "edit": {"field": "visibility", "value": "crew"}}
    yield "sync.edit", {"item": ITEMS[4], "edit": {"field": "visibility", "value": "all"}}
    yield "sync.text", {"item": ITEMS[5], "field": "notes", "op": ["a" * 500], "base": 0}
    yield "cue.standby", {"item": ITEMS[6], "people": PEOPLE[:3]}
    yield "cue.go", {"item": ITEMS[6], "people": PEOPLE[:3]}
    yield "decision.record", {"item": ITEMS[7], "decision": "outside"}
    yield "rsvp.change", {"guest": guests[0], "rsvp": "declined"}
    yield "guest.arrive", {"guests": guests, "zone": zone}
    yield "guest.leave", {"guests": guests}
    yield "seating.change", {"guest": guests[0], "table": first("table")}
    yield "task.done", {"task": first("task")}
    yield "custody.check", {"custody": first("custody")}
    yield "payment.record", {"payment": first("payment"), "status": "paid"}
    yield "note.add", {"subject": item, "text": "Words of a sentence."}
    yield "message.send", {"to": ["all"], "text": "Words for everyone."}
    yield "item.delete", {"item": ITEMS[8]}
    yield "item.move", {"item": ITEMS[9], "after": ITEMS[10]}
    for alert in ("help_request", "medical", "fire_evacuation"):
        yield "alert.raise", {"type": alert, "zone": zone, "text": "Words."}
    for step in ("ack", "update", "cancel", "allclear"):
        yield "alert." + step, {"alert": "a-01", "text": "Words."}
    yield "alert.assign", {"alert": "a-01", "person": LEAD}
    yield "sync.atomic", {"changes": [
        {"kind": "sync.edit", "body": {"item": ITEMS[12 + index % 20], "edit": {
            "field": "title", "value": f"Title {index}"}}} for index in range(UNIT)]}


async def measure(host):
    async def fill(person):
        client = await Client(host, person).open()
        for index in range(ENTRIES // len(PEOPLE)):
            await client.say("wd.submit", {
                "id": str(uuid.uuid4()), "kind": "presence.move",
                "body": {"person": person, "zone": ZONES[index % len(ZONES)]}})
        await client.wish("presence.move", {"person": person, "zone": ZONES[0]})
        await client.socket.close()

    for start in range(0, len(PEOPLE), 8):
        await asyncio.gather(*[fill(person) for person in PEOPLE[start:start + 8]])
    clients = []
    for start in range(0, SOCKETS, 50):
        clients += await asyncio.gather(*[
            Client(host, PEOPLE[index % len(PEOPLE)]).open() for index in range(start, start + 50)])
    lead = await Client(host, LEAD).open()
    said = {}
    for _ in range(3):
        for kind, body in wishes():
            answer = await asyncio.wait_for(lead.wish(kind, body), 30)
            said[kind] = said.get(kind, False) or "o" in answer
    for client in clients[:20]:
        await client.say("wd.resume", {"e": "another", "o": 0})
        await client.push("access_token", {"access_token": token(client.person)})
    await asyncio.sleep(5)
    print(f"| kind, {SOCKETS:,} sockets | longest turn, ms | units | |\n|---|---|---|---|")
    for kind, row in sorted(meter(host).items(), key=lambda entry: -entry[1]["microseconds_max"]):
        note = {True: "accepted", False: "refused"}.get(said.get(kind), "")
        print(f"| `{kind}` | {row['microseconds_max'] / 1000:.1f} | {row['units_max']} "
              f"| {note} |")


if __name__ == "__main__":
    server = Host()
    try:
        asyncio.run(measure(server))
    finally:
        server.end()
