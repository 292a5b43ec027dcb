package dev.rollcall.catalogue.site;

import dev.rollcall.catalogue.bind.Hosts;
import dev.rollcall.catalogue.bind.SecretReference;
import dev.rollcall.catalogue.bind.Server;
import dev.rollcall.model.path.Target;
import dev.rollcall.model.rule.AddressPolicy;
import dev.rollcall.model.rule.CertificatePolicy;
import dev.rollcall.model.rule.RequestDetails;
import dev.rollcall.probe.settings.YamlKey;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A site file.
 *
 * @param file as the user named it
 * @param self the name of this host among the servers, if the file sets it
 * @param source the local address to send from, if the file sets it
 * @param values by the names of the catalogue's values; only those that are set, in the catalogue's
 *     order
 * @param resolvers the name servers to ask for evidence; the system's if there is none
 * @param amendments by rule id
 * @param request what change requests say of every rule
 */
public record Site(
    Path file,
    Optional<String> self,
    Optional<InetAddress> source,
    Map<String, SiteValue> values,
    Trust trust,
    List<InetAddress> resolvers,
    Optional<ProxySetting> proxy,
    Map<String, Amendment> amendments,
    RequestDetails request) {
  public Site {
    Objects.requireNonNull(file);
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    resolvers = List.copyOf(resolvers);
    amendments = Map.copyOf(amendments);
    Objects.requireNonNull(request);
  }

  /** The product's servers, from all values that contain servers. */
  public List<Server> servers() {
    return values.values().stream()
        .filter(SiteValue.Servers.class::isInstance)
        .flatMap(value -> ((SiteValue.Servers) value).servers().stream())
        .toList();
  }

  /** The files that are read for it: certificates, passwords. */
  public List<NamedFile> files() {
    List<NamedFile> files = new ArrayList<>();
    trust.internal().forEach(file -> files.add(new NamedFile("trust.internal", file)));
    trust.publicRoots().forEach(file -> files.add(new NamedFile("trust.public", file)));
    trust.inspection().forEach(file -> files.add(new NamedFile("trust.inspection", file)));
    Stream.concat(values.values().stream(), proxy.flatMap(ProxySetting::password).stream())
        .filter(SiteValue.Secret.class::isInstance)
        .map(SiteValue.Secret.class::cast)
        .forEach(
            secret -> {
              if (secret.reference() instanceof SecretReference.File file) {
                files.add(new NamedFile(secret.name(), file.path()));
              }
            });
    return files;
  }

  /**
   * A file that is read for the site.
   *
   * @param key names it in the site file
   */
  public record NamedFile(String key, Path path) {}

  /**
   * Certificate files, each checked to contain certificates; for their use see {@link
   * dev.rollcall.probe.certificate.TrustRoots}.
   */
  public record Trust(
      @YamlKey(about = "Further CAs for the site's own destinations.") List<Path> internal,
      @YamlKey(about = "Further CAs for the internet's destinations.", name = "public")
          List<Path> publicRoots,
      @YamlKey(about = "CAs of devices that inspect TLS.") List<Path> inspection) {
    public static final Trust NONE = new Trust(List.of(), List.of(), List.of());

    public Trust {
      internal = List.copyOf(internal);
      publicRoots = List.copyOf(publicRoots);
      inspection = List.copyOf(inspection);
    }
  }

  /**
   * The HTTP proxy of the site's servers.
   *
   * @param allowClear whether its password may go to it in clear
   * @param except hosts to reach without it: {@code .uni.edu} is every name below it, anything else
   *     exactly that host
   */
  public record ProxySetting(
      @YamlKey(about = "http://HOST:PORT or https://HOST:PORT.") ProxyUrl url,
      @YamlKey(about = "The account at the proxy.") Optional<String> user,
      @YamlKey(about = "Where its password is kept.") Optional<SiteValue.Secret> password,
      @YamlKey(about = "Whether the password may go to it in clear.", fallback = "false")
          boolean allowClear,
      @YamlKey(
              about = "Hosts to reach without it; .uni.edu is every name below it.",
              as = Target.class)
          List<String> except) {
    public ProxySetting {
      except = List.copyOf(except);
    }

    public Target target() {
      return url.target();
    }

    /** Whether TLS goes to the proxy itself. */
    public boolean tls() {
      return url.tls();
    }

    /** Whether that host is reached without it. */
    public boolean excepts(String host) {
      String name = host.toLowerCase(Locale.ROOT);
      return except.stream()
          .map(one -> one.toLowerCase(Locale.ROOT))
          .anyMatch(one -> one.startsWith(".") ? name.endsWith(one) : name.equals(one));
    }

    /** The same proxy without credentials. */
    public ProxySetting withoutCredentials() {
      return new ProxySetting(url, Optional.empty(), Optional.empty(), false, except);
    }
  }

  /** Where a proxy is, and whether TLS goes to itself. */
  public record ProxyUrl(Target target, boolean tls) {}

  /**
   * A site's changes to one rule.
   *
   * @param skip why the rule is waived, if it is
   * @param until the last day of the waiver, if it ends
   * @param host replaces the catalogue's hosts
   * @param request what change requests say of this rule; the site's own where it says nothing
   */
  public record Amendment(
      @YamlKey(about = "Why the rule is waived.") Optional<String> skip,
      @YamlKey(about = "The last day of the waiver.") Optional<LocalDate> until,
      @YamlKey(about = "How many addresses must answer; if a name has fewer, all of them must.")
          Optional<AddressPolicy> addresses,
      @YamlKey(about = "What a certificate decides.") Optional<CertificatePolicy> certificate,
      @YamlKey(about = "Replaces the catalogue's hosts.", as = Hosts.class) Optional<String> host,
      @YamlKey(about = "What change requests say of this rule.", fallback = "{}")
          RequestDetails request) {
    public Amendment {
      Objects.requireNonNull(request);
    }
  }
}
