package dev.rollcall.cli.send;

import dev.rollcall.model.attempt.Observation.Anchor;
import dev.rollcall.probe.certificate.TrustRoots;
import dev.rollcall.probe.tls.JavaTls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Java's TLS with the roots of this host, as for an internal destination. */
final class Trust {
  private Trust() {}

  /**
   * A context that trusts Java's roots, the system's and these.
   *
   * @param authorities files of certificates
   */
  static SSLContext context(List<Path> authorities) throws IOException, GeneralSecurityException {
    JavaTls.prepare();
    TrustRoots roots = TrustRoots.load(authorities, List.of(), List.of());
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Anchor anchor : List.of(Anchor.PUBLIC, Anchor.SYSTEM, Anchor.INTERNAL)) {
      for (X509Certificate root : roots.roots(anchor)) {
        store.setCertificateEntry("root-" + number++, root);
      }
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
