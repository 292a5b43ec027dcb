package dev.rollcall.protocol.kerberos;

import dev.rollcall.text.HostNames;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.security.auth.login.LoginException;

/**
 * The settings of Java's Kerberos, which are global to the process: they name one realm and one KDC
 * for one login, and are put back when it has ended. Only one thread at a time may hold them:
 * {@link #enter}.
 */
final class JavaSettings {
  private static final Semaphore ALONE = new Semaphore(1, true);

  /** What of the process' own properties would overrule the file, and what must be as it is. */
  private static final Map<String, Optional<String>> FIXED =
      Map.of(
          "java.security.krb5.realm", Optional.empty(),
          "java.security.krb5.kdc", Optional.empty(),
          "sun.security.krb5.principal", Optional.empty(),
          "javax.security.auth.useSubjectCredsOnly", Optional.of("true"));

  private static final String FILE = "java.security.krb5.conf";

  private final Map<String, Optional<String>> before = new HashMap<>();

  private JavaSettings() {}

  /** Waits until no other login in this process uses Java's Kerberos; ends with {@link #leave}. */
  static boolean enter(Duration patience) throws InterruptedException {
    return ALONE.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  static void leave() {
    ALONE.release();
  }

  /**
   * Points Java's Kerberos at one KDC. The file for it is there only while Java reads it.
   *
   * @param realm letters, digits, dots, hyphens and underscores only
   */
  static JavaSettings pointingAt(String realm, InetSocketAddress kdc) throws IOException {
    JavaSettings settings = new JavaSettings();
    // Where the file system knows modes, a temporary file is its owner's alone (mode 600).
    Path file = Files.createTempFile("rollcall-krb5-", ".conf");
    try {
      Files.writeString(file, text(realm, kdc), StandardCharsets.US_ASCII);
      FIXED.forEach(settings::set);
      settings.set(FILE, Optional.of(file.toString()));
      TicketLogin.refresh();
      return settings;
    } catch (IOException | LoginException e) {
      settings.putBack();
      throw new IOException("Java's Kerberos does not accept its settings", e);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** As it was before. */
  void putBack() {
    before.forEach(JavaSettings::put);
    try {
      TicketLogin.refresh();
    } catch (LoginException e) {
      // The system's own file is unreadable; nothing in this process uses it without reading it
      // again.
    }
  }

  private void set(String name, Optional<String> value) {
    before.put(name, Optional.ofNullable(System.getProperty(name)));
    put(name, value);
  }

  private static void put(String name, Optional<String> value) {
    if (value.isPresent()) {
      System.setProperty(name, value.get());
    } else {
      System.clearProperty(name);
    }
  }

  /**
   * One KDC, no name service, no further try. Its patience is longer than any session's, which ends
   * the login by closing the relay.
   */
  private static String text(String realm, InetSocketAddress kdc) {
    String host = kdc.getAddress().getHostAddress();
    return String.join(
        "\n",
        "[libdefaults]",
        "default_realm = " + realm,
        "dns_lookup_kdc = false",
        "dns_lookup_realm = false",
        "dns_canonicalize_hostname = false",
        "kdc_timeout = 3600000",
        "max_retries = 1",
        // The relay is asked over TCP only.
        "udp_preference_limit = 1",
        "noaddresses = true",
        "allow_weak_crypto = false",
        "canonicalize = false",
        "[realms]",
        realm + " = {",
        "  kdc = " + HostNames.authority(host) + ":" + kdc.getPort(),
        "}",
        "");
  }
}
