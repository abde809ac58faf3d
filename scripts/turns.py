#!/usr/bin/env python3
"""For how long single events hold a host's loop, with 1,000 sockets and 10,000 entries: each kind of
change, joins, resumes and tokens, as the host's own meter tells. Run by `make bench-turns`; loopback
only."""

import asyncio
import json
import re
import sys
import time
import urllib.request
import uuid

import websockets

from crowd import DAY, PEOPLE, ROLE, TOPIC, ZONES, in_background, token
from wire import Host

SOCKETS, ENTRIES, UNIT = 1_000, 10_000, 100
ITEMS = [item["id"] for item in DAY["item"]]
LEAD, BESIDE = [person for person in PEOPLE if ROLE[person] == "coordinator"][:2]
PARTED, VENDOR = next((item["id"], person) for item in DAY["item"] for person in item["people"]
                      if ROLE[person] == "vendor" and person != item.get("owner"))
TURNS = 2


class Client:
    """One member of the main channel, who reads all and waits for answers to wishes."""

    def __init__(self, host, person):
        self.host, self.person, self.answers, self.latest = host, person, {}, {}

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
            elif '"wd.event"' in text:
                self.note(json.loads(text)[4]["payload"]["body"])

    def note(self, body):
        """Ids that the host gave to what was said last."""
        for field, thing in (("proposal", "proposed"), ("conflict_id", "conflict"),
                             ("alert", "raised"), ("message", "sent"), ("access", "grant")):
            if thing in body:
                self.latest[field] = body[thing]["id"]

    async def push(self, event, payload):
        await self.socket.send(json.dumps(["1", "1", TOPIC, event, payload]))

    async def say(self, event, payload):
        await self.push("broadcast", {"type": "broadcast", "event": event, "payload": payload})

    async def wish(self, kind, body):
        wish = str(uuid.uuid4())
        self.answers[wish] = answer = asyncio.get_running_loop().create_future()
        await self.say("wd.submit", {"id": wish, "kind": kind, "body": body})
        return await answer


def meter(host):
    text = urllib.request.urlopen(f"http://127.0.0.1:{host.port}/metrics", timeout=60).read()
    rows = re.findall(r'callboard_turn_(\w+)\{[^}]*"([^"]+)"\} (\d+)', text.decode())
    table = {}
    for name, kind, value in rows:
        table.setdefault(kind, {})[name] = int(value)
    return table


def wishes(turn):
    """Each kind that somebody can say, in an order in which it is allowed: who says it, and what.
    What is for the host alone to say is refused, and measured too."""
    item, zone = ITEMS[10 * turn], ZONES[turn]
    guests = [guest["id"] for guest in DAY.get("guest", [])]
    first = lambda table: DAY.get(table, [{"id": "none"}])[0]["id"]
    now = int(time.time() * 1_000)
    day = int(DAY["item"][0]["start"].timestamp() * 1_000)
    edit = lambda field, value: {"item": item, "edit": {"field": field, "value": value}}
    said = []

    def say(kind, body, by=None):
        said.append((by or (LEAD, BESIDE)[len(said) % 2], kind, body))

    say("presence.checkin", {"person": LEAD, "zone": zone})
    say("presence.move", {"person": LEAD, "zone": ZONES[3]})
    say("presence.activity", {"person": LEAD, "activity": "setup"})
    say("presence.eta", {"person": LEAD, "at": now + 600_000})
    say("presence.battery", {"person": LEAD, "battery": 40})
    say("presence.battery", {"person": LEAD, "battery": 15})
    say("cue.standby", {"item": item, "people": PEOPLE[:3]})
    say("cue.go", {"item": item, "people": PEOPLE[:3]})
    say("decision.record", {"item": item, "decision": "outside"})
    for field, value in [("title", f"Title {turn}"), ("visibility", "crew"), ("visibility", "all")]:
        say("sync.edit", edit(field, value))
    say("sync.text", {"item": ITEMS[1], "field": "notes", "base": turn + 1, "op": ["a" * 500]})
    say("proposal.add", {})
    say("sync.edit", {"item": PARTED, "edit": {"field": "zone", "value": ZONES[turn + 4]}},
        by=VENDOR)
    say("proposal.accept", {"proposal": "latest"})
    say("sync.edit", {"item": PARTED, "edit": {"field": "zone", "value": ZONES[turn + 7]}},
        by=VENDOR)
    say("proposal.decline", {"proposal": "latest"})
    say("sync.edit", {"item": ITEMS[2], "edit": {"field": "title", "value": f"Mine {turn}"}}, by=BESIDE)
    say("sync.edit", {"item": ITEMS[2], "edit": {"field": "title", "value": f"Ours {turn}"},
                      "base": 1}, by=LEAD)
    say("sync.resolve", {"conflict_id": "latest", "text": "Words.",
                         "edit": {"field": "title", "value": f"Theirs {turn}"}})
    say("item.add", {"new_item": {
        "id": f"i-new-{turn}", "title": "A new item", "kind": DAY["item"][0]["kind"], "start": day + 3_600_000,
        "end": day + 7_200_000, "original_start": day + 3_600_000, "anchor": "soft",
        "min_minutes": 0, "people": [], "depends_on": [], "visibility": "all", "tags": [],
        "status": "planned", "delay_minutes": 0, "order": 0}})
    say("item.move", {"item": f"i-new-{turn}", "after": ITEMS[3]})
    say("item.delete", {"item": f"i-new-{turn}"})
    say("timeline.start", {"item": item})
    say("timeline.end", {"item": item})
    say("timeline.skip", {"item": ITEMS[10 * turn + 1]})
    say("timeline.shift", {"items": ITEMS[30:], "minutes": 1})
    # Whoever accepts a proposal publishes, too.
    say("timeline.publish", {"version": DAY["wedding"]["timeline_version"] + 2 * turn + 2})
    say("timeline.ripple", {})
    say("rsvp.change", {"guest": guests[0], "rsvp": ["declined", "attending"][turn % 2]})
    say("guest.add", {"added": {
        "id": f"g-new-{turn}", "first_name": "A", "last_name": "Guest", "party": "", "side": "",
        "is_child": False, "rsvp": "attending", "takes_shuttle": False}})
    say("guest.arrive", {"guests": guests, "zone": zone})
    say("guest.leave", {"guests": guests})
    say("seating.change", {"guest": guests[0], "table": DAY["guest"][0]["table"]})
    say("task.add", {"duty": {"id": f"d-new-{turn}", "title": "A task", "is_done": False}})
    say("task.done", {"task": f"d-new-{turn}"})
    say("custody.check", {"custody": first("custody")})
    say("custody.change", {"custody": first("custody"), "holder": {"person": LEAD}})
    say("payment.record", {"payment": first("payment"), "status": "paid"})
    say("note.add", {"subject": item, "text": "Words of a sentence."})
    say("message.send", {"to": ["all"], "text": "Words for everyone."}, by=BESIDE)
    say("message.ack", {"message": "latest"}, by=LEAD)
    say("cap.import", {"actor": "feed:nws", "via": "console", "notice": {
        "id": f"cap-{turn}", "kind": "Alert", "headline": "Wind", "severity": "Severe",
        "urgency": "Expected", "certainty": "Likely", "covers_venue": True}})
    for kind in ("help_request", "fire_evacuation"):
        say("alert.raise", {"type": kind, "zone": zone, "text": "Words."})
        say("alert.assign", {"alert": "latest", "person": LEAD})
        say("alert.escalate", {"alert": "latest", "escalation": {
            "step": 0, "target": {"repeat_and_sound": {}}, "zones": [], "people": []}})
        if kind == "help_request":
            say("alert.shelve", {"alert": "latest", "until": now + 300_000, "text": "Words."})
            say("alert.shelve", {"alert": "latest"})
        say("alert.update", {"alert": "latest", "text": "Words."})
        say("alert.ack", {"alert": "latest"}, by=BESIDE)
        say("access.grant", {"person": VENDOR, "minutes": 30, "alert": "latest", "text": "Words."})
        say("access.end", {"access": "latest", "text": "Words."})
        say("alert.resolve" if kind == "help_request" else "alert.allclear",
            {"alert": "latest", "text": "Words."})
    say("alert.raise", {"type": "power_outage", "zone": ZONES[turn + 4], "text": "Words."})
    say("alert.cancel", {"alert": "latest", "text": "Words."})
    say("sync.atomic", {"changes": [
        {"kind": "sync.edit", "body": {"item": ITEMS[12 + index % 20], "edit": {
            "field": "title", "value": f"Title {turn} {index}"}}} for index in range(UNIT)]})
    say("sync.atomic", {"changes": [
        {"kind": "presence.move", "body": {"person": PEOPLE[index % 20], "zone": ZONES[index % 9]}}
        for index in range(UNIT)]})
    say("sync.atomic", {"changes": [
        {"kind": "guest.arrive", "body": {"guests": [guests[index]], "zone": ZONES[index % 9]}}
        for index in range(UNIT)]})
    say("sync.atomic", {"changes": [
        {"kind": "message.send", "body": {"to": ["all"]}} for index in range(20)],
        "text": "Words for everyone."})
    say("sync.atomic", {"changes": [
        {"kind": "cue.standby", "body": {"item": ITEMS[-1 - index % 9], "people": PEOPLE[:9]}}
        for index in range(UNIT)]})
    return said


async def measure(host):
    async def fill(person):
        client = await Client(host, person).open()
        for index in range(min(235, ENTRIES // len(PEOPLE))):
            await client.say("wd.submit", {
                "id": str(uuid.uuid4()), "kind": "presence.move",
                "body": {"person": person, "zone": ZONES[index % len(ZONES)]}})
        await client.wish("presence.move", {"person": person, "zone": ZONES[0]})
        await client.socket.close()

    others = [person for person in PEOPLE if person not in (LEAD, BESIDE, VENDOR)]
    for start in range(0, len(others), 8):
        await asyncio.gather(*[fill(person) for person in others[start:start + 8]])
    crowd = in_background(host.port, PEOPLE, SOCKETS)
    clients = await asyncio.gather(*[Client(host, person).open() for person in PEOPLE[:20]])
    voices = {person: await Client(host, person).open() for person in (LEAD, BESIDE, VENDOR)}
    said = {}
    for turn in range(TURNS):
        if turn > 0:
            print("a minute, for what one may say in one ...", file=sys.stderr)
            await asyncio.sleep(61)
        for person, kind, body in wishes(turn):
            for field in [field for field, value in body.items() if value == "latest"]:
                await asyncio.sleep(0.1)
                body[field] = voices[LEAD].latest.get(field, "none")
            answer = await asyncio.wait_for(voices[person].wish(kind, body), 30)
            said[kind] = said.get(kind, False) or "o" in answer
            if "o" not in answer and "-v" in sys.argv:
                print(kind, answer, file=sys.stderr)
    for client in clients:
        await client.say("wd.resume", {"e": "another", "o": 0})
        await client.push("access_token", {"access_token": token(client.person)})
    await asyncio.sleep(5)
    table = meter(host)
    crowd.kill()
    print(f"| kind, {SOCKETS:,} sockets | longest turn, ms | units | |\n|---|---|---|---|")
    for kind, row in sorted(table.items(), key=lambda entry: -entry[1]["microseconds_max"]):
        note = {True: "accepted", False: "refused"}.get(said.get(kind), "")
        print(f"| `{kind}` | {row['microseconds_max'] / 1000:.1f} | {row['units_max']} "
              f"| {note} |")


if __name__ == "__main__":
    server = Host()
    try:
        asyncio.run(measure(server))
    finally:
        server.end()
