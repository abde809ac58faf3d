#!/usr/bin/env python3
"""The console's figures, measured from outside: bytes, latency, memory and idle cost in a pty.

Prints one line a figure. Times are this machine's; bytes are exact. Needs only Python 3.
"""
import fcntl, os, pty, re, select, statistics, struct, sys, tempfile, termios, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(ROOT, ".build/release/callboard")
BEGIN_FRAME = b"\x1b[?2026h"


class Console:
    def __init__(self, *arguments, columns=120, rows=36):
        self.begin = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
            os.environ.pop("COLORTERM", None)
            os.environ.pop("NO_COLOR", None)
            os.execv(PROGRAM, [PROGRAM, "demo", *arguments])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, quiet):
        """Everything until nothing came for `quiet` seconds, and when the first byte came."""
        data, first = b"", None
        while select.select([self.fd], [], [], quiet)[0]:
            try:
                part = os.read(self.fd, 65536)
            except OSError:
                break
            if not part:
                break
            first = first or time.perf_counter()
            data += part
        return data, first

    def until(self, text, limit=10):
        data, end = b"", time.perf_counter() + limit
        while text not in data and time.perf_counter() < end:
            if select.select([self.fd], [], [], 0.05)[0]:
                data += os.read(self.fd, 65536)
        return time.perf_counter() - self.begin

    def key(self, key, quiet=0.15):
        """Bytes of the largest frame a key leads to, and milliseconds to its first byte."""
        sent = time.perf_counter()
        os.write(self.fd, key.encode())
        data, first = self.read(quiet)
        frames = re.findall(rb"\x1b\[\?2026h(.*?)\x1b\[\?2026l", data, re.S)
        size = max(map(len, frames)) if frames else len(data)
        return size, (first - sent) * 1000 if first else 0.0

    def status(self, name):
        with open(f"/proc/{self.pid}/status") as file:
            return int(next(line for line in file if line.startswith(name + ":")).split()[1])

    def cpu_seconds(self):
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        os.kill(self.pid, 15)
        self.read(0.3)
        os.waitpid(self.pid, 0)


class Link:
    """A terminal at the far end of a line of so many bytes a second and such a round trip."""

    def __init__(self, console, rate, delay):
        self.console, self.rate, self.delay = console, rate, delay

    def seconds(self, key, text):
        """From the key at the far end until `text` has arrived there."""
        time.sleep(self.delay / 2)
        begin = time.perf_counter() - self.delay / 2
        os.write(self.console.fd, key.encode())
        data, arrived = b"", begin + self.delay
        while text not in data and time.perf_counter() < begin + 10:
            if not select.select([self.console.fd], [], [], 5)[0]:
                return float("nan")
            part = os.read(self.console.fd, 1024)
            data += part
            arrived = max(arrived, time.perf_counter() + self.delay / 2) + len(part) / self.rate
            time.sleep(max(0, arrived - self.delay / 2 - time.perf_counter()))
        self.console.read(0.3)
        return arrived - begin


def show(name, value):
    print(f"{name:<52} {value}", flush=True)


def percentiles(values):
    values = sorted(values)
    return f"p50 {statistics.median(values):.2f}  p95 {values[int(len(values) * 0.95)]:.2f}  max {values[-1]:.2f}"


def spread(values):
    return f"median {statistics.median(values):.0f}  max {max(values)}"


def paused(at):
    console = Console("--speed", "1", "--at", at)
    console.until(b"Needs you")
    console.read(0.4)
    console.key("P")
    console.read(0.5)
    return console


def watch(console, seconds):
    """CPU in percent of a core, bytes and wake-ups a second, over some seconds."""
    cpu, wakes, begin, size = console.cpu_seconds(), console.status("voluntary_ctxt_switches"), time.perf_counter(), 0
    while time.perf_counter() - begin < seconds:
        size += len(console.read(0.2)[0])
    spent = time.perf_counter() - begin
    cpu = (console.cpu_seconds() - cpu) / spent * 100
    return cpu, size / spent, (console.status("voluntary_ctxt_switches") - wakes) / spent


def crowded(count, seconds):
    """A day script of `count` people moving about within some seconds after 09:00."""
    people = ["p-rosa", "p-ben", "p-lorna", "p-gus", "p-dee", "p-camille", "p-curtis", "p-marlo", "p-tess", "p-wren"]
    zones = ["z-barn", "z-loading", "z-kitchen", "z-suite", "z-cottage"]
    script = tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False)
    script.write("ts,rx,via,actor,kind,subject,zone,field,old,new,priority,audience\n")
    for row in range(count):
        second = row * seconds // count
        moment = f"2027-06-12T09:{second // 60:02}:{second % 60:02}-04:00"
        person, zone = people[row % len(people)], zones[row // len(people) % len(zones)]
        script.write(f"{moment},{moment},console,{person},presence.move,{person},{zone},zone,,{zone},4,coordinator\n")
    script.close()
    return script.name


def crowd():
    wedding = ["--wedding", os.path.join(ROOT, "Samples/alder-mill/wedding.toml")]
    script = crowded(400, 20)
    console = Console(*wedding, "--day", script, "--at", "09:00", "--speed", "1")
    console.until(b"Needs you")
    cpu, size, _ = watch(console, 15)
    show("20 events/s: CPU %, bytes/s", f"{cpu:.2f}  {size:.0f}")
    console.close()
    os.unlink(script)

    script = crowded(500, 60)
    console = Console(*wedding, "--day", script, "--at", "08:59", "--speed", "60")
    console.until(b"Needs you")
    data, begin = b"", time.perf_counter()
    while time.perf_counter() - begin < 2.5:
        data += console.read(0.1)[0]
    show("burst of 500 events in 1 s: frames, bytes", f"{data.count(BEGIN_FRAME)}  {len(data)}")
    console.close()

    console = Console(*wedding, "--day", script, "--at", "08:59", "--speed", "60")
    console.until(b"08:59:50")
    show("key to next byte in that burst, ms", percentiles([console.key("j", quiet=0.02)[1] for _ in range(20)]))
    console.close()
    os.unlink(script)


def main():
    starts = []
    for _ in range(5):
        console = Console("--speed", "1")
        starts.append(console.until(b"Needs you") * 1000)
        console.close()
    show("start to first paint, ms", percentiles(starts))

    console = Console("--speed", "1", "--at", "15:02")
    console.until(b"Needs you")
    console.read(0.4)
    cpu, size, wakes = watch(console, 20)
    show("clock on: CPU %, bytes/s, wake-ups/s of the screen", f"{cpu:.2f}  {size:.0f}  {wakes:.2f}")
    show("resident memory, MiB", f"{console.status('VmRSS') / 1024:.1f}")
    console.close()

    console = Console("--speed", "1", "--at", "14:10", "--no-clock")
    console.until(b"Needs you")
    console.read(2)
    cpu, size, wakes = watch(console, 10)
    show("--no-clock: CPU %, bytes/s, wake-ups/s of the screen", f"{cpu:.2f}  {size:.0f}  {wakes:.2f}")
    console.close()

    console = Console("--speed", "3600", "--at", "06:50")
    console.until(b"Needs you")
    cpu, size, _ = watch(console, 12)
    show("a day at 3600 x: CPU %, bytes/s", f"{cpu:.2f}  {size:.0f}")
    console.close()

    crowd()

    console = paused("15:02")
    cpu, size, wakes = watch(console, 5)
    show("paused: CPU %, bytes/s, wake-ups/s", f"{cpu:.2f}  {size:.0f}  {wakes:.2f}")
    moves = [console.key("j" if i < 20 else "k") for i in range(40)]
    show("bytes a cursor move", spread([size for size, _ in moves]))
    show("key to first byte, ms", percentiles([ms for _, ms in moves]))
    show("bytes a view switch", spread([console.key(str(view))[0] for view in (2, 3, 4, 5, 6, 7, 8, 9, 1) * 2]))
    link = Link(console, 8000, 0.3)
    show("8 KB/s, 300 ms: view switch, s", f"{max(link.seconds(key, text) for key, text in [('2', b'Lanes'), ('3', b'zoom'), ('4', b'Lifecycle')]):.2f}")
    console.key("/")
    show("8 KB/s, 300 ms: a typed letter, s", f"{link.seconds('i', b'i'):.2f}")
    console.close()

    console = paused("15:17")
    show("bytes when one person moves in place", spread([console.key("n", quiet=0.4)[0] for _ in range(6)]))
    console.close()
    console = paused("08:00")
    show("bytes when people check in and rows move", spread([console.key("n", quiet=0.4)[0] for _ in range(8)]))
    console.close()

    console = paused("16:33")
    steps = 0
    while console.key("n", quiet=0.4)[0] < 2500 and steps < 8:
        steps += 1
    console.close()
    console = paused("16:33")
    for _ in range(steps):
        console.key("n", quiet=0.4)
    show("bytes of the takeover", f"{console.key('n', quiet=0.4)[0]}")
    console.close()
    console = paused("16:33")
    for _ in range(steps):
        console.key("n", quiet=0.4)
    show("8 KB/s, 300 ms: takeover readable, s", f"{Link(console, 8000, 0.3).seconds('n', b'EVERYONE'):.2f}")
    console.close()


if __name__ == "__main__":
    sys.exit(main())
