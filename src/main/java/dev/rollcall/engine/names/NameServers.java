package dev.rollcall.engine.names;

import dev.rollcall.model.attempt.NameEvidence.ServerAnswer;
import dev.rollcall.model.attempt.NameEvidence.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.xbill.DNS.Name;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks each name server separately, so that they can be compared (RFC 1035, RFC 2308, RFC 2782).
 */
public final class NameServers {
  private final List<NameServer> servers;
  private final boolean systems;

  /**
   * Asks nothing yet.
   *
   * @param servers the name servers; empty for the system's
   * @param timeout of one question, including TCP
   * @param threads runs the questions, each for no longer than the timeout
   */
  public NameServers(List<InetSocketAddress> servers, Duration timeout, Executor threads) {
    this(
        servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers,
        timeout,
        threads,
        servers.isEmpty());
  }

  /**
   * As {@link #NameServers(List, Duration, Executor)}.
   *
   * @param systems whether the system's resolver asks these servers, so that their answers can
   *     replace its own
   */
  public NameServers(
      List<InetSocketAddress> servers, Duration timeout, Executor threads, boolean systems) {
    this.servers =
        servers.stream().map(server -> new NameServer(server, timeout, threads)).toList();
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

  /** The answers of one server for the addresses of a name. */
  record Both(ServerAnswer four, ServerAnswer six) {
    ServerAnswer together() {
      return Answers.together(four, six);
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

  /** The answers of every server for the addresses of a name. */
  List<Both> addresses(String host) {
    Optional<Name> name = name(host);
    if (name.isEmpty()) {
      return unaskable().stream().map(answer -> new Both(answer, answer)).toList();
    }
    List<CompletableFuture<ServerAnswer>> asked = new ArrayList<>();
    for (NameServer server : servers) {
      asked.add(server.ask(name.get(), Type.A));
      asked.add(server.ask(name.get(), Type.AAAA));
    }
    List<Both> answers = new ArrayList<>();
    for (int i = 0; i < asked.size(); i += 2) {
      answers.add(new Both(asked.get(i).join(), asked.get(i + 1).join()));
    }
    return answers;
  }

  /** The answers of every server for a service; records are {@code priority weight port target}. */
  List<ServerAnswer> services(String service) {
    Optional<Name> name = name(service);
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

  /** Absolute: no search list. Empty if it is not a valid name. */
  private static Optional<Name> name(String host) {
    try {
      return Optional.of(Name.fromString(host, Name.root));
    } catch (TextParseException e) {
      return Optional.empty();
    }
  }
}
