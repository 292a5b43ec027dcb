package dev.rollcall.run.host;

import dev.rollcall.engine.names.NameServers;
import dev.rollcall.model.HostFacts;
import dev.rollcall.probe.net.LocalNetwork;
import dev.rollcall.probe.net.LocalRoutes;
import dev.rollcall.probe.net.SystemFile;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads this host's configuration for a bundle; sends nothing. */
public final class HostFactsReader {
  private static final Path RESOLVER = Path.of("/etc/resolv.conf");
  private static final Path SOURCES = Path.of("/etc/nsswitch.conf");

  /** What other lines hold is in the facts already, or is a comment. */
  private static final Pattern OPTIONS = Pattern.compile("(options|sortlist|lookup|hosts:)\\s.*");

  private static final Pattern PROXY = Pattern.compile("(https?|all|no)_proxy");

  private HostFactsReader() {}

  /**
   * Reads them all.
   *
   * @param version of Rollcall
   */
  public static HostFacts read(String version, Map<String, String> environment) {
    return new HostFacts(
        HostFacts.FORMAT,
        HostFacts.VERSION,
        version,
        property("java.vendor") + " " + property("java.version"),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        Host.name(),
        NameServers.ofThisHost(),
        NameServers.searchDomains(),
        Stream.of(RESOLVER, SOURCES).flatMap(file -> options(file).stream()).toList(),
        addresses(),
        LocalRoutes.all(),
        proxies(environment));
  }

  private static String property(String name) {
    return System.getProperty(name, "");
  }

  /** The lines that say how names are looked up. */
  static List<String> options(Path file) {
    return SystemFile.lines(file).stream()
        .map(line -> line.replaceAll("[#;].*", "").strip())
        .filter(line -> OPTIONS.matcher(line).matches())
        .limit(20)
        .toList();
  }

  private static List<String> addresses() {
    List<String> addresses = new ArrayList<>();
    for (NetworkInterface network : LocalNetwork.interfaces()) {
      for (InterfaceAddress local : network.getInterfaceAddresses()) {
        String literal = local.getAddress().getHostAddress().replaceFirst("%.*", "");
        addresses.add(network.getName() + " " + literal + "/" + local.getNetworkPrefixLength());
      }
    }
    return addresses;
  }

  /** The proxy's variables, without logins. */
  static List<String> proxies(Map<String, String> environment) {
    Map<String, String> found = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (PROXY.matcher(name.toLowerCase(Locale.ROOT)).matches() && !value.isBlank()) {
            found.put(name, name + "=" + withoutLogin(value));
          }
        });
    return List.copyOf(found.values());
  }

  /** All before the last {@code @} may be a login. */
  private static String withoutLogin(String url) {
    int at = url.lastIndexOf('@');
    if (at < 0) {
      return url;
    }
    int scheme = url.indexOf("://");
    return (scheme >= 0 && scheme < at ? url.substring(0, scheme + 3) : "") + url.substring(at + 1);
  }
}
