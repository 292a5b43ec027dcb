package dev.rollcall.probe.certificate;

import dev.rollcall.model.attempt.Observation.Anchor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The roots that chains may end in, by where they come from.
 *
 * <p>Java's own store is not taken at its word: distributions make it a link to the system's store,
 * into which a site's inspecting CA is installed. A root of it counts as {@link Anchor#PUBLIC} only
 * if its fingerprint stands in the list of public roots that Rollcall ships; every other root of
 * Java or of the system is {@link Anchor#SYSTEM}, good enough for internal destinations.
 */
public final class TrustRoots {
  private static final List<Path> SYSTEM_BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));
  private static final List<String> SYSTEM_KEYSTORES =
      List.of("Windows-ROOT", "KeychainStore-ROOT", "KeychainStore");

  private final Map<Anchor, Set<X509Certificate>> roots = new EnumMap<>(Anchor.class);

  private TrustRoots() {}

  /**
   * Java's and the system's roots, and the site's.
   *
   * @throws IOException if a file of the site cannot be read; the message names it
   */
  public static TrustRoots load(List<Path> internal, List<Path> publicRoots, List<Path> inspection)
      throws IOException {
    TrustRoots all = new TrustRoots();
    Platform.ROOTS.forEach(all::add);
    for (Path file : internal) {
      all.add(Anchor.INTERNAL, Certificates.read(file));
    }
    for (Path file : publicRoots) {
      all.add(Anchor.SITE_PUBLIC, Certificates.read(file));
    }
    for (Path file : inspection) {
      all.add(Anchor.INSPECTION, Certificates.read(file));
    }
    return all;
  }

  /** Exactly these roots, and none of the host. */
  public static TrustRoots of(Map<Anchor, ? extends Collection<X509Certificate>> roots) {
    TrustRoots all = new TrustRoots();
    roots.forEach(all::add);
    return all;
  }

  /** The roots of one origin. */
  public Set<X509Certificate> roots(Anchor anchor) {
    return Collections.unmodifiableSet(roots.getOrDefault(anchor, Set.of()));
  }

  private void add(Anchor anchor, Collection<X509Certificate> certificates) {
    roots.computeIfAbsent(anchor, a -> new HashSet<>()).addAll(certificates);
  }

  /** Java's and the system's roots, read once. */
  public static final class Platform {
    static final Map<Anchor, List<X509Certificate>> ROOTS = roots();

    private Platform() {}

    /** Reads them, if not done yet. */
    public static void load() {}

    private static Map<Anchor, List<X509Certificate>> roots() {
      Set<String> known = knownPublicRoots();
      return platformRoots().stream()
          .collect(
              Collectors.groupingBy(
                  root ->
                      known.contains(Certificates.fingerprint(root))
                          ? Anchor.PUBLIC
                          : Anchor.SYSTEM));
    }
  }

  /** Those of Java's own store; none if it cannot be read, or is a link to nowhere. */
  static Set<X509Certificate> javaRoots(Path cacerts) {
    Set<X509Certificate> found = new HashSet<>();
    try {
      if (Files.isRegularFile(cacerts)) {
        addAll(found, KeyStore.getInstance(cacerts.toFile(), (char[]) null));
      }
    } catch (IOException | GeneralSecurityException unreadable) {
      // Fewer roots make a chain look less trusted, never more; the system's follow.
    }
    return found;
  }

  private static Set<X509Certificate> platformRoots() {
    Set<X509Certificate> found =
        javaRoots(Path.of(System.getProperty("java.home", ""), "lib", "security", "cacerts"));
    for (String type : SYSTEM_KEYSTORES) {
      if (Security.getAlgorithms("KeyStore").contains(type.toUpperCase(Locale.ROOT))) {
        addAll(found, type);
      }
    }
    for (Path bundle : SYSTEM_BUNDLES) {
      if (Files.isReadable(bundle)) {
        found.addAll(readable(bundle));
        break;
      }
    }
    return found;
  }

  private static Collection<X509Certificate> readable(Path bundle) {
    try {
      return Certificates.read(bundle);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void addAll(Set<X509Certificate> found, String type) {
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(null, null);
      addAll(found, store);
    } catch (IOException | GeneralSecurityException unreadable) {
      // Fewer roots make a chain look less trusted, never more.
    }
  }

  private static void addAll(Set<X509Certificate> found, KeyStore store)
      throws GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate certificate) {
        found.add(certificate);
      }
    }
  }

  private static Set<String> knownPublicRoots() {
    Set<String> known = new HashSet<>();
    try (InputStream in = TrustRoots.class.getResourceAsStream("public-roots.sha256")) {
      if (in == null) {
        throw new IllegalStateException("public-roots.sha256 is missing from the jar");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#") && !line.isBlank()) {
          known.add(line.substring(0, 64));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return known;
  }
}
