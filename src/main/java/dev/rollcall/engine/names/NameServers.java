package dev.rollcall.engine.names;

import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Type;

/**
 * Asks each name server separately, so that they can be compared (RFC 1035, RFC 2308, RFC 2782).
 */
public final class NameServers {
  private final List<NameServer> servers;
  private final SearchList search;
  private final boolean systems;

  /**
   * Asks nothing yet, and takes every name as it is.
   *
   * @param servers the name servers; empty for the system's
   * @param timeout of one question, including TCP
   * @param threads runs the questions, each for no longer than the timeout
   */
  public NameServers(List<InetSocketAddress> servers, Duration timeout, Executor threads) {
    this(servers, SearchList.NONE, timeout, threads);
  }

  /**
   * As {@link #NameServers(List, Duration, Executor)}.
   *
   * @param search how the system's resolver, which decides, completes short names
   */
  public NameServers(
      List<InetSocketAddress> servers, SearchList search, Duration timeout, Executor threads) {
    this(
        servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers,
        search,
        timeout,
        threads,
        servers.isEmpty());
  }

  /**
   * As {@link #NameServers(List, SearchList, Duration, Executor)}.
   *
   * @param systems whether the system's resolver asks these servers, so that their answers can
   *     replace its own
   */
  public NameServers(
      List<InetSocketAddress> servers,
      SearchList search,
      Duration timeout,
      Executor threads,
      boolean systems) {
    this.servers =
        servers.stream().map(server -> new NameServer(server, timeout, threads)).toList();
    this.search = search;
    this.systems = systems;
  }

  /** The domains in which this host's resolver looks for short names, in its order. */
  public static List<String> searchDomains() {
    return ResolverConfig.getCurrentConfig().searchPath().stream().map(Name::toString).toList();
  }

  /** The addresses of the name servers that this host's resolver asks, in its order. */
  public static List<String> ofThisHost() {
    return ResolverConfig.getCurrentConfig().servers().stream()
        .map(InetSocketAddress::getAddress)
        .filter(Objects::nonNull)
        .map(InetAddress::getHostAddress)
        .toList();
  }

  /**
   * The answers of one server for the addresses of a name.
   *
   * @param asked the name in the question, or those with the same answer, if it was short
   */
  record Both(Optional<String> asked, ServerAnswer four, ServerAnswer six) {
    ServerAnswer together() {
      return Answers.together(four, six);
    }

    /** The answer as a clause. */
    String said(String host) {
      return NameFaults.said(asked.orElse(host), together())
          + asked.map(name -> " (asked for " + name + ")").orElse("");
    }

    /** The type of question that got no answer although the other one did. */
    Optional<String> unanswered() {
      if (four.status() == Status.ANSWERED && six.status() == Status.SILENT) {
        return Optional.of("AAAA");
      }
      return six.status() == Status.ANSWERED && four.status() == Status.SILENT
          ? Optional.of("A")
          : Optional.empty();
    }
  }

  /**
   * The answers of every server for the addresses of a name. Each is asked what a resolver would
   * ask it that knew no other: for a short name, in the domains of the search list.
   */
  List<Both> addresses(String host) {
    List<Name> names = search.names(host);
    if (names.isEmpty()) {
      return unaskable().stream()
          .map(answer -> new Both(Optional.empty(), answer, answer))
          .toList();
    }
    List<Search> searches = servers.stream().map(server -> new Search(server, names)).toList();
    // Every server's next question at once.
    while (searches.stream().anyMatch(Search::isOpen)) {
      List<Runnable> waits = searches.stream().filter(Search::isOpen).map(Search::ask).toList();
      waits.forEach(Runnable::run);
    }
    return searches.stream().map(Search::result).toList();
  }

  /** The answers of every server for a service; records are {@code priority weight port target}. */
  List<ServerAnswer> services(String service) {
    Optional<Name> name = SearchList.service(service);
    if (name.isEmpty()) {
      return unaskable();
    }
    List<CompletableFuture<ServerAnswer>> asked =
        servers.stream().map(server -> server.ask(name.get(), Type.SRV)).toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }

  /** Asks dead servers again. */
  void forgetSilences() {
    servers.forEach(NameServer::forgetSilences);
  }

  /** Whether the system's resolver asks these servers too. */
  boolean areTheSystems() {
    return systems;
  }

  /** Whether one of the servers is at that address. */
  boolean isOne(InetAddress address) {
    return servers.stream().anyMatch(server -> server.isAt(address));
  }

  private List<ServerAnswer> unaskable() {
    return servers.stream().map(server -> server.empty(Status.BROKEN)).toList();
  }
}
