#!/usr/bin/env python3
"""Makes something to see: a gateway under traffic with a canary that fails, and a Prometheus that scrapes it.

    src/it/observe/scene.py [MINUTES] [PORT]

Run from the top of a checkout, with `prometheus` on the PATH. It starts `./sallyport demo` on PORT (default 28443) and
PORT+1, three small backends, and Prometheus on PORT+2; sends requests for MINUTES (default 20); then waits for Enter, so
that picture.py can draw what there was. All of it is on loopback and ends with this script.
"""

import http.client
import math
import os
import random
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MINUTES = float(sys.argv[1]) if len(sys.argv) > 1 else 20
PORT = int(sys.argv[2]) if len(sys.argv) > 2 else 28443
HOST = "shop.example.com"
DOCUMENT = "target/demo/gateway.yaml"
STARTED = time.time()


def passed():
    """How much of the scene is over, from 0 to 1."""
    return (time.time() - STARTED) / (60 * MINUTES)


class Backend(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        name = self.server.name
        ill = name == "reviews-v2" and 0.4 < passed() < 0.62
        slowly = {"catalog": 0.004, "reviews-v1": 0.012, "reviews-v2": 0.02, "search": 0.05}[name]
        time.sleep(random.lognormvariate(math.log(slowly * (4 if ill else 1)), 0.6))
        code = 500 if random.random() < (0.3 if ill else 0.0005) else 200
        if name == "catalog" and random.random() < 0.004:
            code = 503
        self.send_response(code)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *arguments):
        pass


def backend(name):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Backend)
    server.name, server.daemon_threads = name, True
    server.handle_error = lambda *arguments: None  # the gateway left, with its client
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def document(servers, canary, word="weight"):
    backends = "".join(f"  - {{name: {s.name}, endpoints: ['http://127.0.0.1:{s.server_port}']}}\n" for s in servers)
    return f"""listeners:
  - name: public
    port: {PORT}
    protocol: HTTPS
    tls: {{certificates: [{{certificateFile: public.crt, keyFile: public.key}}]}}
backends:
{backends}routes:
  - name: catalog
    rules:
      - matches: [{{path: {{type: PathPrefix, value: /catalog}}}}]
        backendRefs: [{{name: catalog}}]
        retry: {{attempts: 1, codes: [503], backoff: 25ms}}
  - name: reviews
    rules:
      - name: canary
        matches: [{{path: {{type: PathPrefix, value: /reviews}}}}]
        backendRefs: [{{name: reviews-v1, weight: {100 - canary}}}, {{name: reviews-v2, {word}: {canary}}}]
  - name: search
    rules:
      - matches: [{{path: {{type: PathPrefix, value: /search}}}}]
        backendRefs: [{{name: search}}]
        timeouts: {{backendRequest: 250ms}}
"""


def user(context):
    """One browser after another, more of them in the middle of the scene."""
    connection = None
    while passed() < 1:
        path = random.choices(["/catalog/7", "/reviews/7", "/search?q=x", "/lost"], [50, 40, 10, 0.5])[0]
        try:
            if connection is None:
                connection = http.client.HTTPSConnection("127.0.0.1", PORT, context=context, timeout=10)
            connection.request("GET", path, headers={"Host": HOST})
            connection.getresponse().read()
        except OSError:
            connection = None
        if random.random() < 0.002 and connection is not None:
            connection.request("GET", "/search?q=x", headers={"Host": HOST})
            connection.close()  # leaves before the answer
            connection = None
        time.sleep(random.expovariate(4 + 3 * math.sin(math.pi * passed())))


def edits(servers):
    """The document's history: when, and what it says then."""
    yield 0.0, document(servers, 0)
    yield 0.15, document(servers, 10)
    yield 0.62, document(servers, 0)
    yield 0.75, document(servers, 5, "wieght")
    yield 0.8, document(servers, 5)


def wait_for(url):
    for _ in range(240):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", url[0], timeout=2)
            connection.request("GET", url[1])
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.5)
    sys.exit(f"nothing answers on {url}")


def main():
    work = tempfile.mkdtemp(prefix="sallyport-scene")
    with open(f"{work}/prometheus.yml", "w") as file:
        file.write(
            "global: {scrape_interval: 5s}\nscrape_configs:\n  - job_name: sallyport\n    metrics_path: /q/metrics\n"
            f"    static_configs: [{{targets: ['127.0.0.1:{PORT + 1}'], labels: {{namespace: sallyport, pod: sallyport-0}}}}]\n"
        )
    processes = []
    try:
        processes.append(subprocess.Popen(
            ["./sallyport", "demo", "--port", str(PORT), "--management-port", str(PORT + 1)], start_new_session=True))
        wait_for((PORT + 1, "/q/health/ready"))
        processes.append(subprocess.Popen(
            ["prometheus", f"--config.file={work}/prometheus.yml", f"--storage.tsdb.path={work}/data",
             f"--web.listen-address=127.0.0.1:{PORT + 2}", "--log.level=error"], start_new_session=True))
        global STARTED
        STARTED = time.time()
        servers = [backend(name) for name in ("catalog", "reviews-v1", "reviews-v2", "search")]
        context = ssl.create_default_context(cafile="target/demo/ca.crt")
        context.check_hostname = False
        history = list(edits(servers))
        with open(DOCUMENT, "w") as file:
            file.write(history[0][1])
        time.sleep(2)
        for _ in range(8):
            threading.Thread(target=user, args=(context,), daemon=True).start()
        while passed() < 1:
            if len(history) > 1 and passed() > history[1][0]:
                history.pop(0)
                with open(DOCUMENT, "w") as file:
                    file.write(history[0][1])
            time.sleep(1)
        input(f"Prometheus answers on http://127.0.0.1:{PORT + 2}. Enter ends it. ")
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
        shutil.rmtree(work)


main()
