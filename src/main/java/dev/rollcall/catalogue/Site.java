package dev.rollcall.catalogue;

import dev.rollcall.model.AddressPolicy;
import dev.rollcall.model.CertificatePolicy;
import dev.rollcall.model.Target;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A site file.
 *
 * @param file as the user named it
 * @param self the name of the server that this host is, where the file says so
 * @param source the local address to send from, where the file says so
 * @param values by the names of the catalogue's values; only those that are set, in the catalogue's
 *     order
 * @param resolvers the name servers to ask for evidence; the system's if there is none
 * @param amendments by rule id
 */
public record Site(
    Path file,
    Optional<String> self,
    Optional<InetAddress> source,
    Map<String, SiteValue> values,
    Trust trust,
    List<InetAddress> resolvers,
    Optional<ProxySetting> proxy,
    Map<String, Amendment> amendments) {
  public Site {
    Objects.requireNonNull(file);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    resolvers = List.copyOf(resolvers);
    amendments = Map.copyOf(amendments);
  }

  /** The product's servers, of every value that holds such. */
  public List<Server> servers() {
    return values.values().stream()
        .filter(SiteValue.Servers.class::isInstance)
        .flatMap(value -> ((SiteValue.Servers) value).servers().stream())
        .toList();
  }

  /**
   * Certificate files, each checked to hold certificates; what they are good for is told by {@link
   * dev.rollcall.probe.certificate.TrustRoots}.
   */
  public record Trust(List<Path> internal, List<Path> publik, List<Path> inspection) {
    public static final Trust NONE = new Trust(List.of(), List.of(), List.of());

    public Trust {
      internal = List.copyOf(internal);
      publik = List.copyOf(publik);
      inspection = List.copyOf(inspection);
    }
  }

  /**
   * The HTTP proxy of the site's servers.
   *
   * @param tls whether TLS goes to the proxy itself
   * @param allowClear whether its password may go to it in clear
   * @param except hosts to reach without it: {@code .uni.edu} is every name below it, anything else
   *     that very host
   */
  public record ProxySetting(
      Target target,
      boolean tls,
      Optional<String> user,
      Optional<SiteValue.Secret> password,
      boolean allowClear,
      List<String> except) {
    public ProxySetting {
      except = List.copyOf(except);
    }

    /** The same proxy, which is shown no credentials. */
    public ProxySetting withoutCredentials() {
      return new ProxySetting(target, tls, Optional.empty(), Optional.empty(), false, except);
    }
  }

  /**
   * What the site wants otherwise for one rule.
   *
   * @param skip why the rule is waived, if it is
   * @param until the last day of the waiver; without one it has no end
   * @param host what to reach instead of the catalogue's hosts
   */
  public record Amendment(
      Optional<String> skip,
      Optional<LocalDate> until,
      Optional<AddressPolicy> addresses,
      Optional<CertificatePolicy> certificate,
      Optional<String> host) {}
}
