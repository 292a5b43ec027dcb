package dev.rollcall.engine.names;

import dev.rollcall.model.NameEvidence.ServerAnswer;
import dev.rollcall.model.NameEvidence.Status;
import dev.rollcall.probe.Text;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/** Asks each name server by itself, so that they can be compared (RFC 1035, RFC 2308, RFC 2782). */
public final class NameServers {
  private static final int IN_FLIGHT = 24;
  private static final int RECORDS = 32;
  private static final int PATIENCE = 3;

  private final List<InetSocketAddress> servers;
  private final Duration timeout;
  private final Semaphore inFlight = new Semaphore(IN_FLIGHT);
  private final Map<InetSocketAddress, AtomicInteger> silences = new ConcurrentHashMap<>();

  /**
   * @param servers the name servers; empty for the system's
   * @param timeout for one query, the retry over TCP included
   */
  public NameServers(List<InetSocketAddress> servers, Duration timeout) {
    this.servers =
        List.copyOf(servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers);
    this.timeout = timeout;
  }

  /** What every server says of the addresses of a name, IPv4 and IPv6 taken together. */
  public List<ServerAnswer> addresses(String host) {
    List<CompletableFuture<ServerAnswer>> asked = new ArrayList<>();
    for (InetSocketAddress server : servers) {
      asked.add(
          ask(server, host, Type.A)
              .thenCombine(ask(server, host, Type.AAAA), NameServers::together));
    }
    return asked.stream().map(CompletableFuture::join).toList();
  }

  /** What every server says of a service, records as {@code priority weight port target}. */
  public List<ServerAnswer> services(String service) {
    List<CompletableFuture<ServerAnswer>> asked = new ArrayList<>();
    for (InetSocketAddress server : servers) {
      asked.add(ask(server, service, Type.SRV));
    }
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<ServerAnswer> ask(InetSocketAddress server, String host, int type) {
    String address = server.getAddress() == null ? server.getHostString() : address(server);
    Message query;
    try {
      Name name = Name.fromString(host, Name.root);
      query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    } catch (TextParseException e) {
      return CompletableFuture.completedFuture(empty(address, Status.BROKEN));
    }
    AtomicInteger silent = silences.computeIfAbsent(server, s -> new AtomicInteger());
    if (silent.get() >= PATIENCE) {
      // A dead server is not asked again for every name: that would hold up the run.
      return CompletableFuture.completedFuture(empty(address, Status.SILENT));
    }
    SimpleResolver resolver = new SimpleResolver(server);
    resolver.setTimeout(timeout);
    inFlight.acquireUninterruptibly();
    return resolver
        .sendAsync(query)
        .toCompletableFuture()
        .handle(
            (answer, failure) -> {
              inFlight.release();
              ServerAnswer heard =
                  failure == null ? read(address, answer, type) : silent(address, failure);
              silent.updateAndGet(n -> heard.status() == Status.SILENT ? n + 1 : 0);
              return heard;
            });
  }

  private static String address(InetSocketAddress server) {
    return server.getAddress().getHostAddress();
  }

  /** No answer, or a datagram that is no DNS. */
  private static ServerAnswer silent(String server, Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    boolean broken = cause instanceof WireParseException;
    return empty(server, broken ? Status.BROKEN : Status.SILENT);
  }

  private static ServerAnswer read(String server, Message answer, int type) {
    int rcode = answer.getRcode();
    if (rcode != Rcode.NOERROR) {
      return empty(
          server,
          rcode == Rcode.NXDOMAIN
              ? Status.NXDOMAIN
              : rcode == Rcode.SERVFAIL
                  ? Status.SERVFAIL
                  : rcode == Rcode.REFUSED ? Status.REFUSED : Status.BROKEN);
    }
    List<String> canonical = new ArrayList<>();
    List<String> records = new ArrayList<>();
    long ttl = Long.MAX_VALUE;
    for (Record record : answer.getSection(Section.ANSWER)) {
      if (canonical.size() + records.size() == RECORDS) {
        break;
      }
      ttl = Math.min(ttl, record.getTTL());
      if (record instanceof CNAMERecord alias) {
        canonical.add(text(alias.getTarget()));
      } else if (record.getType() == type) {
        records.add(text(record));
      }
    }
    return new ServerAnswer(
        server,
        records.isEmpty() ? Status.NO_DATA : Status.ANSWERED,
        canonical,
        records,
        Duration.ofSeconds(ttl == Long.MAX_VALUE ? 0 : ttl));
  }

  private static String text(Record record) {
    if (record instanceof ARecord a) {
      return a.getAddress().getHostAddress();
    }
    if (record instanceof AAAARecord aaaa) {
      return aaaa.getAddress().getHostAddress();
    }
    if (record instanceof SRVRecord srv) {
      return srv.getPriority()
          + " "
          + srv.getWeight()
          + " "
          + srv.getPort()
          + " "
          + text(srv.getTarget());
    }
    return Text.safe(record.rdataToString());
  }

  private static String text(Name name) {
    return Text.safe(name.toString(true));
  }

  private static ServerAnswer together(ServerAnswer four, ServerAnswer six) {
    Status status =
        four.status() == Status.ANSWERED || six.status() == Status.ANSWERED
            ? Status.ANSWERED
            : four.status();
    List<String> records = new ArrayList<>(four.records());
    records.addAll(six.records());
    ServerAnswer longer = four.canonical().size() >= six.canonical().size() ? four : six;
    Duration ttl =
        List.of(four, six).stream()
            .filter(answer -> !answer.records().isEmpty())
            .map(ServerAnswer::ttl)
            .min(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return new ServerAnswer(four.server(), status, longer.canonical(), records, ttl);
  }

  private static ServerAnswer empty(String server, Status status) {
    return new ServerAnswer(server, status, List.of(), List.of(), Duration.ZERO);
  }
}
