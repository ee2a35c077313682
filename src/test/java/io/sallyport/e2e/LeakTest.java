package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Issued;
import io.sallyport.cli.Leaf;
import io.vertx.core.http.HttpVersion;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no document in force needs any more is let go. */
class LeakTest {

    private static final int ROTATIONS = 200;

    @Test
    void manyRotationsEndWithTheLastCertificate(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            rig.start(rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "ok"))));
            Exchanges client = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
            List<WeakReference<Object>> old = new ArrayList<>();
            X509Certificate last = Handshakes.certificate(rig.port(), "shop.example.com");
            for (int i = 0; i < ROTATIONS; i++) {
                old.add(new WeakReference<>(rig.gateway().snapshot()));
                Issued next = rig.ca().issue(Leaf.server("*.example.com"));
                next.writeTo(rig.secrets(), "public");
                if (i % 50 == 0 || i == ROTATIONS - 1) {
                    Await.until("rotation " + i, () -> served(rig).equals(next.certificate()));
                    assertThat(client.get("/").status()).isEqualTo(200);
                    last = next.certificate();
                }
            }
            assertThat(served(rig)).isEqualTo(last);
            rig.document(rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "ok"))));
            awaitCollected(old);
        }
    }

    @Test
    void formerPoolsCloseAndFormerSnapshotsLeave(@TempDir Path directory) throws Exception {
        try (GatewayRig rig = new GatewayRig(directory)) {
            List<TestBackend> backends = new ArrayList<>();
            List<WeakReference<Object>> old = new ArrayList<>();
            rig.start(rig.simpleDocument(rig.backend(request -> TestBackend.answer(request, "ok"))));
            for (int i = 0; i < 10; i++) {
                TestBackend next = rig.backend(
                        i % 2 == 0 ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1,
                        request -> TestBackend.answer(request, "ok"));
                backends.add(next);
                old.add(new WeakReference<>(rig.gateway().snapshot()));
                old.add(new WeakReference<>(rig.gateway().snapshot().ports().get(0)));
                rig.document(rig.simpleDocument(next).replace("name: app", "name: app-" + i));
                Exchanges h1 = new Exchanges(rig.client(HttpVersion.HTTP_1_1), rig.port(), "shop.example.com");
                Exchanges h2 = new Exchanges(rig.client(HttpVersion.HTTP_2), rig.port(), "shop.example.com");
                assertThat(h1.get("/").status()).isEqualTo(200);
                assertThat(h2.get("/").status()).isEqualTo(200);
            }
            TestBackend inForce = backends.remove(backends.size() - 1);
            for (TestBackend former : backends) {
                Await.until("the former backend's connections closed", () -> former.open() == 0);
            }
            assertThat(inForce.open()).isPositive();
            awaitCollected(old);
        }
    }

    private static X509Certificate served(GatewayRig rig) {
        return Handshakes.certificate(rig.port(), "shop.example.com");
    }

    private static void awaitCollected(List<WeakReference<Object>> old) {
        Await.until("former snapshots collected", () -> {
            System.gc();
            return old.stream().allMatch(reference -> reference.refersTo(null));
        });
    }
}
