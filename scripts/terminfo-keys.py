#!/usr/bin/env python3
"""Writes what every key of every terminal sends, by the terminfo entries of this machine.

Needs Debian's ncurses-term for all of them. One string a line, bytes in hexadecimal:
    scripts/terminfo-keys.py > Tests/ConsoleTests/Fixtures/terminfo-keys.txt
"""
import re
import subprocess

CONTROL = re.compile(r"\\([0-7]{3}|.)|\^(.)|(.)", re.S)
NAMED = {"E": 27, "e": 27, "n": 10, "l": 10, "r": 13, "t": 9, "b": 8, "f": 12, "s": 32}


def bytes_of(text):
    for octal, caret, plain in CONTROL.findall(text):
        if octal:
            yield int(octal, 8) % 256 if len(octal) == 3 else NAMED.get(octal, ord(octal))
        elif caret:
            yield 127 if caret == "?" else ord(caret) & 31
        else:
            yield from plain.encode()


def main():
    names = {line.split()[0] for line in subprocess.run(
        ["toe", "-a"], capture_output=True, text=True).stdout.splitlines() if line.strip()}
    strings = set()
    for name in sorted(names):
        entry = subprocess.run(
            ["infocmp", "-1", "-x", name], capture_output=True, text=True, errors="replace").stdout
        for line in entry.splitlines():
            found = re.match(r"\s+k\w+=(.*),$", line)
            if found and found[1] and "%" not in found[1]:
                strings.add(bytes(bytes_of(found[1])))
    for string in sorted(strings):
        print(string.hex())


if __name__ == "__main__":
    main()
