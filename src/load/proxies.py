"""The proxies that are compared, each set up for the same work on one thread: plain in and out, TLS in and mTLS out."""

import glob
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import zipfile

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
APPLICATION = os.path.join(TOP, "target", "quarkus-app", "quarkus-run.jar")

# The proxies are pinned to the first core, load and backend to the second.
PROXY_CORE, LOAD_CORE = "0", "1"

BACKEND_PLAIN, BACKEND_TLS, BACKEND_H2 = 19080, 19443, 19444


def pinned(core, command):
    return ["taskset", "-c", core] + command


class Proxy:
    """A process of a proxy, and the ports that it listens on."""

    def __init__(self, name, base, directory):
        self.name = name
        self.directory = os.path.join(directory, name)
        self.plain, self.tls, self.admin = base, base + 1, base + 2
        # TLS in and HTTP/2 to the backend; 0 where the proxy cannot.
        self.h2 = base + 3
        self.process = None
        os.makedirs(self.directory, exist_ok=True)

    def write(self, name, text):
        path = os.path.join(self.directory, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def start(self, material):
        command, environment = self.command(material)
        with open(os.path.join(self.directory, "log"), "wb") as log:
            self.process = subprocess.Popen(
                pinned(PROXY_CORE, command), stdout=log, stderr=log, cwd=self.directory,
                env={**os.environ, **environment})
        self.await_answer()

    def await_answer(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.plain}/small", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.01)
        raise SystemExit(f"{self.name} did not start: see {self.directory}/log")

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def pids(self):
        """The process and all below it."""
        found, open_ = [], [self.process.pid]
        while open_:
            pid = open_.pop()
            found.append(pid)
            for children in glob.glob(f"/proc/{pid}/task/*/children"):
                try:
                    with open(children, encoding="ascii") as file:
                        open_ += [int(child) for child in file.read().split()]
                except OSError:
                    pass
        return found

    def cpu_seconds(self):
        """User and system time of all its processes so far."""
        ticks = 0
        for pid in self.pids():
            try:
                with open(f"/proc/{pid}/stat", encoding="ascii") as file:
                    fields = file.read().rsplit(")", 1)[1].split()
                ticks += int(fields[11]) + int(fields[12])
            except OSError:
                pass
        return ticks / os.sysconf("SC_CLK_TCK")

    def rss_kb(self):
        """Resident memory; what its processes share counts once for each."""
        total = 0
        for pid in self.pids():
            try:
                with open(f"/proc/{pid}/status", encoding="ascii") as file:
                    total += int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1))
            except (OSError, AttributeError):
                pass
        return total


class Sallyport(Proxy):
    """The gateway; metrics are on, as they always are, the access log is off, as with the others."""

    def __init__(self, name, base, directory, launcher):
        super().__init__(name, base, directory)
        self.launcher = launcher
        self.routes = 1

    def document(self):
        return os.path.join(self.directory, "gateway.yaml")

    def write_document(self, routes, mark="first"):
        """All requests meet the last of the routes, whose own path is /small; the mark is a path that the next has not."""
        lines = [
            "listeners:",
            f"  - {{name: plain, port: {self.plain}, protocol: HTTP}}",
            f"  - {{name: tls, port: {self.tls}, protocol: HTTPS, tls: {{certificates: [{{certificateFile: server.crt,"
            " keyFile: server.key}], alpn: [http/1.1]}}",
            f"  - {{name: h2, port: {self.h2}, protocol: HTTPS, tls: {{certificates: [{{certificateFile: server.crt,"
            " keyFile: server.key}], alpn: [h2]}}",
            "backends:",
            f'  - {{name: plain, endpoints: ["http://127.0.0.1:{BACKEND_PLAIN}"]}}',
            f'  - {{name: mtls, endpoints: ["https://127.0.0.1:{BACKEND_TLS}"], tls: {{caFile: ca.crt,'
            " certificateFile: client.crt, keyFile: client.key, serverName: localhost}}",
            f'  - {{name: h2, endpoints: ["https://127.0.0.1:{BACKEND_H2}"], tls: {{caFile: ca.crt,'
            " certificateFile: client.crt, keyFile: client.key, serverName: localhost}}",
            "routes:",
        ]
        for index in range(routes - 1):
            lines.append(
                f"  - {{name: r{index}, listeners: [plain], hostnames: [h{index}.example.com], rules: [{{matches: [{{path: "
                f"{{type: PathPrefix, value: /p{index}}}}}], backendRefs: [{{name: plain}}]}}]}}")
        for listener, backend in (("plain", "plain"), ("tls", "mtls"), ("h2", "h2")):
            lines.append(
                f"  - {{name: {listener}, listeners: [{listener}], rules: [{{backendRefs: [{{name: {backend}}}]}}]}}")
        lines.append(
            f"  - {{name: mark, listeners: [plain], rules: [{{matches: [{{path: {{type: Exact, value: /{mark}}}}}],"
            " filters: [{type: RequestRedirect, requestRedirect: {path: {type: ReplaceFullPath, replaceFullPath: /small}}}]"
            "}]}")
        target = self.document()
        with open(target + ".new", "w", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        os.replace(target + ".new", target)

    def command(self, material):
        secrets = os.path.join(self.directory, "secrets")
        shutil.copytree(material.directory, secrets, dirs_exist_ok=True)
        self.write_document(self.routes)
        settings = {
            "SALLYPORT_SOURCE_FILE": self.document(),
            "SALLYPORT_EVENT_LOOPS": "1",
            "SALLYPORT_ACCESS_LOG_ENABLED": "false",
            "SALLYPORT_UPSTREAM_ALLOW": "127.0.0.0/8",
            "SALLYPORT_UPSTREAM_CONNECT_TIMEOUT": "5s",
            "SALLYPORT_SHUTDOWN_DELAY": "0s",
            "QUARKUS_MANAGEMENT_PORT": str(self.admin),
            "QUARKUS_MANAGEMENT_HOST": "127.0.0.1",
        }
        return self.launcher + ["run"], settings


class Haproxy(Proxy):
    def command(self, material):
        return ["haproxy", "-db", "-f", self.write("haproxy.cfg", f"""
global
    nbthread 1
    maxconn 4000
    tune.ssl.default-dh-param 2048
defaults
    mode http
    timeout connect 5s
    timeout client 60s
    timeout server 60s
    http-reuse always
    option http-keep-alive
frontend plain
    bind 127.0.0.1:{self.plain}
    default_backend plain
frontend tls
    bind 127.0.0.1:{self.tls} ssl crt {material.server_pem} alpn http/1.1
    default_backend mtls
frontend h2
    bind 127.0.0.1:{self.h2} ssl crt {material.server_pem} alpn h2
    default_backend h2
backend plain
    server b 127.0.0.1:{BACKEND_PLAIN}
backend mtls
    server b 127.0.0.1:{BACKEND_TLS} ssl verify required ca-file {material.ca} crt {material.client_pem} sni str(localhost) verifyhost localhost
backend h2
    server b 127.0.0.1:{BACKEND_H2} ssl alpn h2 verify required ca-file {material.ca} crt {material.client_pem} sni str(localhost) verifyhost localhost
""")], {}


class Nginx(Proxy):
    """It has no HTTP/2 to backends."""

    def __init__(self, name, base, directory):
        super().__init__(name, base, directory)
        self.h2 = 0

    def command(self, material):
        return ["nginx", "-p", self.directory, "-c", self.write("nginx.conf", f"""
daemon off;
worker_processes 1;
pid {self.directory}/pid;
error_log {self.directory}/error.log warn;
events {{ worker_connections 8000; }}
http {{
    access_log off;
    keepalive_requests 100000000;
    client_body_temp_path {self.directory}/body;
    proxy_temp_path {self.directory}/proxy;
    fastcgi_temp_path {self.directory}/f; uwsgi_temp_path {self.directory}/u; scgi_temp_path {self.directory}/s;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    upstream plain {{ server 127.0.0.1:{BACKEND_PLAIN}; keepalive 1024; keepalive_requests 100000000; }}
    upstream mtls {{ server 127.0.0.1:{BACKEND_TLS}; keepalive 1024; keepalive_requests 100000000; }}
    server {{ listen 127.0.0.1:{self.plain}; location / {{ proxy_pass http://plain; }} }}
    server {{
        listen 127.0.0.1:{self.tls} ssl;
        ssl_certificate {material.server}; ssl_certificate_key {material.server_key}; ssl_protocols TLSv1.2 TLSv1.3;
        location / {{
            proxy_pass https://mtls;
            proxy_ssl_certificate {material.client}; proxy_ssl_certificate_key {material.client_key};
            proxy_ssl_trusted_certificate {material.ca}; proxy_ssl_verify on; proxy_ssl_name localhost;
            proxy_ssl_server_name on; proxy_ssl_protocols TLSv1.3;
        }}
    }}
}}
""")], {}


class Envoy(Proxy):
    def command(self, material):
        def listener(name, port, cluster, tls):
            context = "" if not tls else f"""
      transport_socket:
        name: envoy.transport_sockets.tls
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
          common_tls_context:
            alpn_protocols: [{tls}]
            tls_params: {{tls_maximum_protocol_version: TLSv1_3}}
            tls_certificates: [{{certificate_chain: {{filename: {material.server}}}, private_key: {{filename: {material.server_key}}}}}]"""
            return f"""
  - name: {name}
    address: {{socket_address: {{address: 127.0.0.1, port_value: {port}}}}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: {name}
          codec_type: AUTO
          route_config: {{virtual_hosts: [{{name: all, domains: ["*"], routes: [{{match: {{prefix: /}}, route: {{cluster: {cluster}}}}}]}}]}}
          http_filters: [{{name: envoy.filters.http.router, typed_config: {{"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}}}]{context}"""

        def cluster(name, port, tls, h2=False):
            context = "" if not tls else f"""
    transport_socket:
      name: envoy.transport_sockets.tls
      typed_config:
        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
        sni: localhost
        common_tls_context:
          tls_params: {{tls_maximum_protocol_version: TLSv1_3}}
          tls_certificates: [{{certificate_chain: {{filename: {material.client}}}, private_key: {{filename: {material.client_key}}}}}]
          validation_context:
            trusted_ca: {{filename: {material.ca}}}
            match_typed_subject_alt_names: [{{san_type: DNS, matcher: {{exact: localhost}}}}]"""
            protocol = "" if not h2 else """
    typed_extension_protocol_options:
      envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
        "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
        explicit_http_config: {http2_protocol_options: {}}"""
            return f"""
  - name: {name}
    connect_timeout: 5s
    type: STATIC
    circuit_breakers: {{thresholds: [{{max_connections: 20000, max_pending_requests: 20000, max_requests: 20000}}]}}
    load_assignment: {{cluster_name: {name}, endpoints: [{{lb_endpoints: [{{endpoint: {{address: {{socket_address: {{address: 127.0.0.1, port_value: {port}}}}}}}}}]}}]}}{context}{protocol}"""

        text = ("static_resources:\n  listeners:" + listener("plain", self.plain, "plain", "")
                + listener("tls", self.tls, "mtls", "http/1.1") + listener("h2", self.h2, "h2", "h2")
                + "\n  clusters:" + cluster("plain", BACKEND_PLAIN, False) + cluster("mtls", BACKEND_TLS, True)
                + cluster("h2", BACKEND_H2, True, True) + "\n")
        return [find("envoy"), "-c", self.write("envoy.yaml", text), "--concurrency", "1", "-l", "warn",
                "--disable-hot-restart"], {}


class Traefik(Proxy):
    def command(self, material):
        def service(name, url, tls):
            transport = f", serversTransport: {name}" if tls else ""
            return f'    {name}: {{loadBalancer: {{servers: [{{url: "{url}"}}], passHostHeader: true{transport}}}}}\n'

        def transport(name, h2):
            return (f"    {name}: {{serverName: localhost, rootCAs: [{material.ca}], maxIdleConnsPerHost: 1024,"
                    f" disableHTTP2: {'false' if h2 else 'true'},"
                    f" certificates: [{{certFile: {material.client}, keyFile: {material.client_key}}}]}}\n")

        dynamic = (
            "http:\n  routers:\n"
            "    plain: {entryPoints: [plain], rule: 'PathPrefix(`/`)', service: plain}\n"
            "    tls: {entryPoints: [tls], rule: 'PathPrefix(`/`)', service: mtls, tls: {}}\n"
            "    h2: {entryPoints: [h2], rule: 'PathPrefix(`/`)', service: h2, tls: {}}\n"
            "  services:\n"
            + service("plain", f"http://127.0.0.1:{BACKEND_PLAIN}", False)
            + service("mtls", f"https://127.0.0.1:{BACKEND_TLS}", True)
            + service("h2", f"https://127.0.0.1:{BACKEND_H2}", True)
            + "  serversTransports:\n" + transport("mtls", False) + transport("h2", True)
            + f"tls:\n  stores: {{default: {{defaultCertificate: {{certFile: {material.server}, keyFile: {material.server_key}}}}}}}\n")
        static = (
            f'entryPoints:\n  plain: {{address: "127.0.0.1:{self.plain}"}}\n  tls: {{address: "127.0.0.1:{self.tls}"}}\n'
            f'  h2: {{address: "127.0.0.1:{self.h2}"}}\n  admin: {{address: "127.0.0.1:{self.admin}"}}\n'
            f'providers: {{file: {{filename: {self.write("dynamic.yaml", dynamic)}}}}}\n'
            "metrics: {prometheus: {entryPoint: admin, addRoutersLabels: true}}\n"
            "global: {checkNewVersion: false, sendAnonymousUsage: false}\nlog: {level: WARN}\n")
        return [find("traefik"), f"--configFile={self.write('traefik.yaml', static)}"], {"GOMAXPROCS": "1"}


class Backend(Proxy):
    """One nginx behind all proxies; over TLS it wants a client certificate."""

    def __init__(self, directory):
        super().__init__("backend", BACKEND_PLAIN, directory)

    def start(self, material):
        files = os.path.join(self.directory, "files")
        os.makedirs(files, exist_ok=True)
        for name, size in (("small", 90), ("10k", 10 * 1024), ("1m", 1024 * 1024)):
            with open(os.path.join(files, name), "wb") as file:
                file.write(b"x" * size)
        command, _ = self.command(material)
        with open(os.path.join(self.directory, "log"), "wb") as log:
            self.process = subprocess.Popen(
                pinned(LOAD_CORE, command), stdout=log, stderr=log, cwd=self.directory)
        self.await_answer()

    def command(self, material):
        tls = (f"ssl_certificate {material.server}; ssl_certificate_key {material.server_key};"
               f" ssl_client_certificate {material.ca}; ssl_verify_client on; ssl_protocols TLSv1.3;")
        where = (f"root {self.directory}/files; location = /post {{ client_max_body_size 1m; return 200 'taken'; }}"
                 " location = /small { return 200 '" + "x" * 90 + "'; }")
        return ["nginx", "-p", self.directory, "-c", self.write("nginx.conf", f"""
daemon off;
worker_processes 1;
pid {self.directory}/pid;
error_log {self.directory}/error.log warn;
events {{ worker_connections 8000; }}
http {{
    access_log off;
    sendfile on; tcp_nopush on;
    keepalive_requests 100000000; keepalive_timeout 300s;
    client_body_temp_path {self.directory}/body; client_body_buffer_size 64k;
    proxy_temp_path {self.directory}/proxy;
    fastcgi_temp_path {self.directory}/f; uwsgi_temp_path {self.directory}/u; scgi_temp_path {self.directory}/s;
    server {{ listen 127.0.0.1:{BACKEND_PLAIN}; {where} }}
    server {{ listen 127.0.0.1:{BACKEND_TLS} ssl; {tls} {where} }}
    server {{ listen 127.0.0.1:{BACKEND_H2} ssl http2; {tls} {where} }}
}}
""")], {}


class Material:
    """Keys and certificates for one run: RSA 2048, as most public ones are."""

    def __init__(self, directory):
        self.directory = os.path.join(directory, "tls")
        os.makedirs(self.directory, exist_ok=True)
        self.ca = self._path("ca.crt")
        self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", self._path("ca.key"), "-out", self.ca,
                      "-days", "2", "-subj", "/CN=bench ca")
        self.server, self.server_key, self.server_pem = self._leaf("server", "serverAuth")
        self.client, self.client_key, self.client_pem = self._leaf("client", "clientAuth")

    def _path(self, name):
        return os.path.join(self.directory, name)

    def _leaf(self, name, usage):
        request, key, certificate = self._path(name + ".csr"), self._path(name + ".key"), self._path(name + ".crt")
        extensions = self._path(name + ".ext")
        with open(extensions, "w", encoding="ascii") as file:
            file.write(f"subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage={usage}\n")
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", f"/CN={name}")
        self._openssl("x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", self._path("ca.key"), "-CAcreateserial",
                      "-out", certificate, "-days", "2", "-extfile", extensions)
        pem = self._path(name + ".pem")
        with open(pem, "w", encoding="ascii") as file:
            for part in (certificate, key):
                with open(part, encoding="ascii") as source:
                    file.write(source.read())
        return certificate, key, pem

    @staticmethod
    def _openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def find(command):
    """Where a command is, or an empty word."""
    return shutil.which(command) or ""


def newest_jdk():
    best, version = "", 0
    for release in glob.glob("/usr/lib/jvm/*/release") + glob.glob(os.path.join(os.environ.get("JAVA_HOME", "/x"), "release")):
        with open(release, encoding="utf-8") as file:
            match = re.search(r'JAVA_VERSION="(\d+)', file.read())
        java = os.path.join(os.path.dirname(release), "bin", "java")
        if match and int(match.group(1)) > version and os.path.exists(java):
            best, version = java, int(match.group(1))
    return best, version


class Jvm:
    """The command of the JVM image, on the newest JDK that is here; with an AOT cache if that is 25 or later."""

    def __init__(self, heap, directory):
        self.java, self.version = newest_jdk()
        self.directory = directory
        self.options = ["--enable-native-access=ALL-UNNAMED"]
        if self.version >= 24:
            self.options.append("--sun-misc-unsafe-memory-access=allow")
        self.options += ["-XX:+UseSerialGC", f"-Xmx{heap}"]
        self.cache = os.path.join(directory, "sallyport.aot") if self.version >= 25 else ""

    def train(self):
        """Makes the cache as Dockerfile.jvm does, unless it is there and younger than the application."""
        if not self.cache or (os.path.exists(self.cache) and os.path.getmtime(self.cache) > os.path.getmtime(APPLICATION)):
            return
        print("training the AOT cache", file=sys.stderr)
        classes = self.compile(os.path.join(TOP, "src", "build", "AotTraining.java"), "training", "")
        subprocess.run([self.java, "-cp", classes, "AotTraining", self.cache, "30", *self.options, "-jar", APPLICATION],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def command(self, more=()):
        """With more options; a collector among them takes the place of ours."""
        options = list(self.options)
        if any(re.fullmatch(r"-XX:\+Use\w+GC", option) for option in more):
            options.remove("-XX:+UseSerialGC")
        cache = [f"-XX:AOTCache={self.cache}"] if self.cache else []
        return [self.java, *options, *cache, *more, "-jar", APPLICATION]

    def uncached(self, unmetered):
        """Without the cache, which holds for one class path only; the gateway counts nothing if unmetered."""
        path = APPLICATION
        if unmetered:
            jars = glob.glob(os.path.join(os.path.dirname(APPLICATION), "app", "*.jar"))
            source = os.path.join(TOP, "src", "load", "unmetered", "io", "sallyport", "telemetry", "RuleMeters.java")
            path = self.compile(source, "unmetered", ":".join(jars)) + ":" + path
        with zipfile.ZipFile(APPLICATION) as jar:
            main = re.search(r"Main-Class: (\S+)", jar.read("META-INF/MANIFEST.MF").decode()).group(1)
        return [self.java, *self.options, "-cp", path, main]

    def compile(self, source, name, class_path):
        classes = os.path.join(self.directory, name)
        os.makedirs(classes, exist_ok=True)
        javac = os.path.join(os.path.dirname(self.java), "javac")
        subprocess.run([javac, "-proc:none", "-nowarn", "-d", classes, "-cp", class_path or classes, source], check=True)
        return classes
