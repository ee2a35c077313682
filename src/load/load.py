"""Drives load at a port, and tells what came of it."""

import http.client
import os
import re
import socket
import subprocess
import threading
import time

from proxies import LOAD_CORE, pinned


class Failed(Exception):
    """Requests failed: what was measured is worth nothing."""


def closed(port, path, seconds, connections=64, tls=False, method="GET", body_bytes=0, fresh=False, directory="."):
    """As much as goes, each connection one request at a time (wrk).

    :return: requests that were answered
    """
    script = os.path.join(directory, "request.lua")
    with open(script, "w", encoding="ascii") as file:
        file.write(f'wrk.method = "{method}"\n')
        if body_bytes:
            file.write(f'wrk.body = string.rep("x", {body_bytes})\n')
        if fresh:
            file.write('wrk.headers["Connection"] = "close"\n')
    scheme = "https" if tls else "http"
    out = _run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", script,
                f"{scheme}://localhost:{port}{path}"])
    if "Non-2xx" in out:
        raise Failed(out.strip())
    errors = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    # With fresh connections wrk counts each end that it did not ask for as a read error.
    if errors and not fresh and any(int(count) for count in errors.groups()):
        raise Failed(errors.group(0))
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    if not requests:
        raise Failed(f"port {port}: no answer came within {seconds} s; give --seconds more")
    return requests


def closed_h2(port, path, seconds, connections=16, streams=8):
    """The same in HTTP/2 (h2load)."""
    out = _run(["h2load", "-t1", f"-c{connections}", f"-m{streams}", f"-D{seconds}", f"https://localhost:{port}{path}"])
    done = re.search(r"requests: \d+ total, \d+ started, \d+ done, (\d+) succeeded, (\d+) failed", out)
    if done is None or int(done.group(2)) or not int(done.group(1)):
        raise Failed(out.strip()[-500:])
    return int(done.group(1))


def open_model(port, path, seconds, rate, tls, h2, directory):
    """A fixed rate, spread over many connections, so that few wait for one another (h2load).

    :return: the latencies in ms, sorted; and how many failed
    """
    connections = 64
    log = os.path.join(directory, "latency.log")
    scheme = "https" if tls else "http"
    _run(["h2load", "-t1", f"-c{connections}", "-m8" if h2 else "-m1", f"--rps={max(1, rate / connections):.2f}",
          f"-D{seconds}", f"--log-file={log}", *([] if h2 else ["--h1"]), f"{scheme}://localhost:{port}{path}"])
    latencies, failures = [], 0
    with open(log, encoding="ascii") as file:
        for line in file:
            fields = line.split()
            if len(fields) == 3 and fields[1].startswith("2"):
                latencies.append(int(fields[2]) / 1_000)
            else:
                failures += 1
    os.remove(log)
    return sorted(latencies), failures


def idle(port, count):
    """Opens connections that have each been served once.

    :return: them; to be closed
    """
    held = []
    for _ in range(count):
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        connection.sendall(b"GET /small HTTP/1.1\r\nHost: localhost\r\n\r\n")
        if b" 200 " not in connection.recv(4096):
            raise Failed("a connection was not served")
        held.append(connection)
    return held


class Aside:
    """Runs a function in a thread while the block goes on; its result is there after the block."""

    def __init__(self, function, *arguments):
        self.result = None
        self.failure = None
        self.thread = threading.Thread(target=self._run, args=(function, arguments))

    def _run(self, function, arguments):
        try:
            self.result = function(*arguments)
        except Exception as e:  # told to the thread that waits
            self.failure = e

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.thread.join()
        if self.failure is not None:
            raise self.failure


def until_redirected(port, path, seconds):
    """Asks on one connection until the path is answered by a redirect."""
    end = now() + seconds
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    while now() < end:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 302:
            connection.close()
            return
        time.sleep(0.002)
    raise Failed(f"no redirect at {path} within {seconds} s")


def percentile(ordered, share):
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def _run(command):
    done = subprocess.run(pinned(LOAD_CORE, command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          timeout=300, check=False)
    if done.returncode != 0:
        raise Failed(f"{command[0]}: {done.stdout.strip()[-500:]}")
    return done.stdout


def now():
    return time.monotonic()
