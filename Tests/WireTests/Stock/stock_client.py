"""The unmodified client `realtime` from PyPI against a host: what an app written for Supabase sees.

usage: stock_client.py URL SECRET WEDDING [pid of the host, and its command to start it again]
Prints a line a step; ends with 1 at the first that is not as it should be.
"""

import asyncio
import atexit
import json
import os
import signal
import subprocess
import sys
import time

import jwt
from realtime import AsyncRealtimeClient, RealtimeSubscribeStates

url, secret, wedding = sys.argv[1:4]
pid, restart = (int(sys.argv[4]), sys.argv[5:]) if len(sys.argv) > 4 else (0, [])
topic = f"wedding:{wedding}"


def token(person, role, seconds=900, **more):
    now = int(time.time())
    claims = dict(sub=person, role=role, wedding=wedding, aud="callboard", iat=now,
                  exp=now + seconds, device=f"{person}-phone")
    return jwt.encode(claims | more, secret, algorithm="HS256")


def check(what, is_so, seen=None):
    print(("ok   " if is_so else "FAIL ") + what + ("" if is_so else f": {seen!r}"), flush=True)
    if not is_so:
        sys.exit(1)


# Set whenever a client hears anything: what is waited for is looked at then, and only then.
heard = asyncio.Event()


def noting(hear):
    """A callback that also says that something was heard."""
    def noted(*words):
        hear(*words)
        heard.set()
    return noted


async def until(what, condition, seconds=10):
    async def come():
        while not condition():
            heard.clear()
            await heard.wait()
    try:
        await asyncio.wait_for(come(), seconds)
    except asyncio.TimeoutError:
        check(what, False, "not within %d s" % seconds)
    check(what, True)


async def ended(process):
    """Until a process that is not ours to reap has ended."""
    gone, descriptor = asyncio.Event(), os.pidfd_open(process)
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, gone.set)
    await asyncio.wait_for(gone.wait(), 10)
    loop.remove_reader(descriptor)
    os.close(descriptor)


async def client(person, role, seconds=900):
    made = AsyncRealtimeClient(f"{url}/realtime/v1", token(person, role, seconds))
    await made.connect()
    return made


class Member:
    """One channel of one client, and what it heard."""

    def __init__(self, made, name, key, changes=False):
        self.states, self.heard, self.rows, self.systems, self.errors = [], [], [], [], []
        self.joins, self.leaves = [], []
        self.channel = made.channel(name, {"config": {
            "broadcast": {"ack": True, "self": False},
            "presence": {"key": key, "enabled": True}, "private": True}})
        self.channel.on_broadcast("wd.event", noting(self.heard.append))
        self.channel.on_broadcast("note", noting(self.heard.append))
        self.channel.on_presence_join(noting(lambda key, now, new: self.joins.append(key)))
        self.channel.on_presence_leave(noting(lambda key, now, left: self.leaves.append(key)))
        self.channel.on_presence_sync(noting(lambda: None))
        self.channel.on_system(noting(self.systems.append))
        if changes:
            self.channel.on_postgres_changes(
                "UPDATE", schema="public", table="timeline_items",
                filter=f"wedding_id=eq.{wedding}", callback=noting(self.rows.append))

    async def subscribe(self):
        def changed(state, error):
            self.states.append(state)
            self.errors.append(str(error))
        await self.channel.subscribe(noting(changed))

    def last(self):
        return self.states[-1] if self.states else None

    def named(self, event):
        return [m for m in self.heard if m.get("event") == event]


async def main():
    rosa, iris = await client("p-rosa", "coordinator"), await client("p-iris", "photographer")
    one, two = Member(rosa, topic, "rosa", changes=True), Member(iris, topic, "iris")
    await one.subscribe()
    await two.subscribe()
    subscribed = RealtimeSubscribeStates.SUBSCRIBED
    await until("two clients join", lambda: one.last() == subscribed and two.last() == subscribed)

    secret_room = Member(iris, f"{topic}:desk", "iris")
    await secret_room.subscribe()
    await until("the desk's channel is refused to a vendor",
                lambda: secret_room.last() == RealtimeSubscribeStates.CHANNEL_ERROR)

    await one.channel.track({"state": "here"})
    await two.channel.track({"state": "setup"})
    await until("each sees the other's presence", lambda: "iris" in one.joins and "rosa" in two.joins)
    await two.channel.track({"state": "ready"})

    def state_of(key):
        metas = one.channel.presence_state().get(key, [])
        return [m.get("state") if isinstance(m, dict) else m["state"] for m in metas]
    await until("an update of presence replaces, not adds", lambda: state_of("iris") == ["ready"])

    for number in range(50):
        await one.channel.send_broadcast("note", {"n": number})
    await until("fifty broadcasts arrive", lambda: len(two.named("note")) == 50)
    check("in order", [m["payload"]["n"] for m in two.named("note")] == list(range(50)),
          two.named("note")[:3])
    check("and not to their sender", not one.named("note"), one.named("note"))

    await one.channel.send_broadcast("wd.submit", {
        "id": f"stock-{time.time_ns()}", "kind": "timeline.start", "body": {"item": "i-27"}})
    await until("a submit comes back as an entry of the log", lambda: len(one.named("wd.event")) == 1)
    await until("and to the other client", lambda: len(two.named("wd.event")) == 1)
    await until("and as a row", lambda: len(one.rows) == 1)
    row = one.rows[0]["data"]
    check("the row says what is so", row["record"]["id"] == "i-27"
          and row["record"]["status"] == "running", row)

    await iris.set_auth(token("p-iris", "photographer", 4))
    await until("a short token is taken, and its end shuts the channel",
                lambda: two.last() == RealtimeSubscribeStates.CLOSED
                or two.last() == RealtimeSubscribeStates.CHANNEL_ERROR, 12)
    check("the reason is told first",
          any("expired" in words for words in map(str, two.systems + two.errors)),
          two.systems + two.errors)

    if pid:
        joined = one.states.count(subscribed)
        os.kill(pid, signal.SIGTERM)
        await ended(pid)
        again = subprocess.Popen(
            restart, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        atexit.register(again.terminate)
        await until("after a restart the client is back by itself",
                    lambda: one.states.count(subscribed) > joined, 14)
    await one.channel.unsubscribe()
    await until("leaving closes", lambda: one.last() == RealtimeSubscribeStates.CLOSED)
    await rosa.close()
    await iris.close()
    print("all as it should be")


asyncio.run(asyncio.wait_for(main(), 80))
