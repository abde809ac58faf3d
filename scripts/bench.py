#!/usr/bin/env python3
"""The console's figures, measured from outside: bytes, latency, memory and idle cost in a pty.

Prints one line a figure. Times are this machine's; bytes are exact. Needs only Python 3.
"""
import fcntl, os, pty, select, statistics, struct, sys, termios, time

PROGRAM = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".build/release/callboard")


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
        sent = time.perf_counter()
        os.write(self.fd, key.encode())
        data, first = self.read(quiet)
        return len(data), (first - sent) * 1000 if first else 0.0

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


def show(name, value):
    print(f"{name:<44} {value}")


def percentiles(values):
    values = sorted(values)
    return f"p50 {statistics.median(values):.2f}  p95 {values[int(len(values) * 0.95)]:.2f}  max {values[-1]:.2f}"


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
    cpu, begin, size = console.cpu_seconds(), time.perf_counter(), 0
    while time.perf_counter() - begin < 20:
        size += len(console.read(0.2)[0])
    spent = time.perf_counter() - begin
    show("bytes a tick (clock, now-line, counters)", f"{size / spent:.0f}")
    show("CPU with the clock on, % of a core", f"{(console.cpu_seconds() - cpu) / spent * 100:.2f}")
    show("resident memory, MiB", f"{console.status('VmRSS') / 1024:.1f}")

    console.key("P")
    console.read(0.5)
    cpu, switches, begin = console.cpu_seconds(), console.status("voluntary_ctxt_switches"), time.perf_counter()
    data, _ = console.read(5)
    spent = time.perf_counter() - begin
    show("paused: bytes, wake-ups a second", f"{len(data)}, {(console.status('voluntary_ctxt_switches') - switches) / spent:.2f}")
    moves = [console.key("j" if i < 20 else "k") for i in range(40)]
    show("bytes a cursor move", f"median {statistics.median(b for b, _ in moves):.0f}  max {max(b for b, _ in moves)}")
    show("key to first byte, ms", percentiles([t for _, t in moves]))
    switches = [console.key(str(view))[0] for view in (2, 3, 4, 5, 6, 7, 8, 9, 1) * 2]
    show("bytes a view switch", f"median {statistics.median(switches):.0f}  max {max(switches)}")
    console.close()

    console = Console("--speed", "1")
    console.until(b"Needs you")
    console.key("P")
    console.read(0.3)
    console.key("n")
    show("bytes when one person changes", f"{console.key('n')[0]}")
    console.close()

    console = Console("--speed", "1", "--at", "16:33")
    console.until(b"Needs you")
    console.key("P")
    console.read(0.3)
    for _ in range(6):
        size, _ = console.key("n", quiet=0.4)
        if size > 2500:
            break
    show("bytes of the takeover", f"{size}")
    console.close()


if __name__ == "__main__":
    sys.exit(main())
