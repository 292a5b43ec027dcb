package dev.rollcall.run;

import dev.rollcall.engine.names.NameBook;
import dev.rollcall.engine.names.NameServers;
import dev.rollcall.probe.net.DaemonThreads;
import dev.rollcall.setup.Defaults;
import dev.rollcall.setup.TimeServers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

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
    ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("init"));
    try {
      NameBook names =
          NameBook.ofThisHost(new NameServers(List.of(), PATIENCE, threads), threads, PATIENCE);
      return names.services(name, new CompletableFuture<>()).targets();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      threads.shutdown();
    }
  }
}
