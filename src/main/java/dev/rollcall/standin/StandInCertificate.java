package dev.rollcall.standin;

import dev.rollcall.probe.certificate.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The certificate that a stand-in shows in TLS, and its key. */
public final class StandInCertificate {
  /** Kept to be resumed: Java's own bound is 20,480. */
  private static final int SESSIONS = 64;

  private final List<X509Certificate> chain;
  private final SSLContext context;

  private StandInCertificate(List<X509Certificate> chain, SSLContext context) {
    this.chain = chain;
    this.context = context;
  }

  /**
   * A chain and the key of its first certificate.
   *
   * @throws IllegalArgumentException if they do not belong together
   */
  public static StandInCertificate of(List<X509Certificate> chain, PrivateKey key) {
    try {
      // The password guards nothing: the store never leaves this process's memory.
      char[] password = "memory".toCharArray();
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("stand-in", key, password, chain.toArray(new X509Certificate[0]));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      context.getServerSessionContext().setSessionCacheSize(SESSIONS);
      return new StandInCertificate(List.copyOf(chain), context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("certificate and key do not make a TLS server", e);
    }
  }

  /**
   * A self-made certificate for these hosts, that bears the mark: it says itself that it is a
   * stand-in's. Its key is made now and never stored.
   *
   * @param hosts names or literal addresses; may be none
   */
  public static StandInCertificate selfMade(List<String> hosts) {
    return Authority.selfMade(hosts);
  }

  /**
   * A certificate that is given.
   *
   * @param chain a PEM file, the server's certificate first
   * @param key a PEM file with a PKCS #8 key that is not encrypted
   * @throws IOException with a sentence for the user that names the file
   */
  public static StandInCertificate read(Path chain, Path key) throws IOException {
    List<X509Certificate> certificates = Certificates.read(chain);
    PrivateKey secret = PemKey.read(key);
    if (!PemKey.fits(secret, certificates.get(0).getPublicKey())) {
      throw new IOException(
          "the key in "
              + key
              + " is not the key of the first certificate in "
              + chain
              + ": the server's own certificate comes first");
    }
    return of(certificates, secret);
  }

  /** The server's own. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  public List<X509Certificate> chain() {
    return chain;
  }

  /** SHA-256 of the server's own certificate, lower-case hexadecimal. */
  public String fingerprint() {
    return Certificates.fingerprint(certificate());
  }

  SSLContext context() {
    return context;
  }
}
