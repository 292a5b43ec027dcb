package dev.rollcall.run.host;

import dev.rollcall.catalogue.site.Site;
import dev.rollcall.engine.names.NameBook;
import dev.rollcall.engine.names.NameServers;
import dev.rollcall.engine.names.SearchList;
import dev.rollcall.plan.HostIdentity;
import dev.rollcall.probe.net.DaemonThreads;
import dev.rollcall.setup.Defaults;
import dev.rollcall.setup.TimeServers;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** What this host itself knows of its site. */
public final class HostKnowledge {
  /** A person waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private HostKnowledge() {}

  /**
   * Reads this host's configuration; name servers are asked when a service is looked up.
   *
   * @param environment with the proxy's variables
   */
  public static Defaults.Source of(Map<String, String> environment) {
    return new Defaults.Source(
        Host.name(),
        NameServers.searchDomains(),
        TimeServers.of(Path.of("/")),
        HostKnowledge::services,
        environment);
  }

  private static List<String> services(String name) {
    ExecutorService threads = threads();
    try {
      return names(threads).services(name, new CompletableFuture<>()).targets();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      threads.shutdown();
    }
  }

  /**
   * What identifies this host among the site's servers; names are looked up unless the site file
   * says which server it is.
   *
   * @param address the only one that is used, or the wildcard
   */
  public static HostIdentity among(Optional<Site> site, InetAddress address) {
    List<String> unknown = Host.unaddressed(site.filter(one -> one.self().isEmpty()));
    Map<String, List<InetAddress>> resolved = Map.of();
    if (!unknown.isEmpty()) {
      ExecutorService threads = threads();
      resolved = Host.addresses(unknown, names(threads), PATIENCE);
      threads.shutdown();
    }
    return address.isAnyLocalAddress()
        ? Host.here(resolved)
        : new HostIdentity(Set.of(), Set.of(address), resolved);
  }

  private static ExecutorService threads() {
    return DaemonThreads.pool("names");
  }

  private static NameBook names(ExecutorService threads) {
    return NameBook.ofThisHost(
        new NameServers(List.of(), SearchList.ofThisHost(), PATIENCE, threads), threads, PATIENCE);
  }
}
