package dev.rollcall.engine.names;

import dev.rollcall.probe.net.SystemFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TextParseException;

/**
 * How the system's resolver completes short names: {@code search} and {@code ndots} of
 * resolv.conf(5).
 *
 * @param domains in the resolver's order
 * @param ndots a name with fewer dots is short
 */
public record SearchList(List<Name> domains, int ndots) {
  /** Every name is taken as it is. */
  public static final SearchList NONE = new SearchList(List.of(), 1);

  /** No more domains are tried, so that the questions stay few: the limit of older C libraries. */
  static final int MOST = 6;

  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  public SearchList {
    domains = List.copyOf(domains);
  }

  /** This host's. */
  public static SearchList ofThisHost() {
    ResolverConfig config = ResolverConfig.getCurrentConfig();
    List<Name> domains = config.searchPath();
    return new SearchList(
        domains.isEmpty() ? ofHostName(SystemFile.lines(HOST_NAME)) : domains, config.ndots());
  }

  /** Without a list, the C library takes the domain of the host's own name. */
  static List<Name> ofHostName(List<String> lines) {
    return lines.stream()
        .limit(1)
        .map(line -> line.strip().split("\\.", 2))
        .filter(parts -> parts.length == 2 && !parts[1].isEmpty())
        .flatMap(parts -> absolute(parts[1]).stream())
        .toList();
  }

  /**
   * The names that the resolver asks for until one has an address. Of a name that is not short, the
   * first: if it has no address, its answer is the reason, whatever the search list gives.
   *
   * @return none if it is not a valid name
   */
  List<Name> names(String host) {
    Optional<Name> itself = absolute(host);
    boolean whole = host.endsWith(".") || host.chars().filter(c -> c == '.').count() >= ndots;
    if (itself.isEmpty() || whole) {
      return itself.stream().toList();
    }
    Set<Name> names = new LinkedHashSet<>();
    domains.stream().limit(MOST).forEach(domain -> below(domain, host).ifPresent(names::add));
    names.add(itself.get());
    return List.copyOf(names);
  }

  /** The name without a search list; empty if it is not a valid one. */
  static Optional<Name> absolute(String host) {
    return below(Name.root, host);
  }

  /**
   * The name of a service. What is not ASCII goes as UTF-8, as Active Directory registers its
   * sites.
   */
  static Optional<Name> service(String service) {
    StringBuilder octets = new StringBuilder();
    for (byte octet : service.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = octet >= ' ' && octet != '\\';
      octets.append(
          plain
              ? String.valueOf((char) octet)
              : String.format(Locale.ROOT, "\\%03d", octet & 0xff));
    }
    return absolute(octets.toString());
  }

  private static Optional<Name> below(Name domain, String host) {
    try {
      return Optional.of(Name.fromString(host, domain));
    } catch (TextParseException e) {
      return Optional.empty();
    }
  }
}
