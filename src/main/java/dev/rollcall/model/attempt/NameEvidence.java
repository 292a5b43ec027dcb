package dev.rollcall.model.attempt;

import dev.rollcall.model.fault.Fault;
import dev.rollcall.model.fault.Phase;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one name.
 *
 * @param host the name asked for; for a discovery, the SRV owner name
 * @param addresses the addresses to probe, in order: from the operating system's resolver, or from
 *     its name servers if it was late
 * @param took monotonic time of the operating system's answer
 * @param fault why there are no addresses, phase {@link Phase#RESOLVE}
 * @param servers the direct answers of each name server, as evidence only
 * @param concerns problems although the name was found
 */
public record NameEvidence(
    String host,
    List<InetAddress> addresses,
    Duration took,
    Optional<Fault> fault,
    List<ServerAnswer> servers,
    List<Concern> concerns) {
  public NameEvidence {
    Objects.requireNonNull(host);
    addresses = List.copyOf(addresses);
    servers = List.copyOf(servers);
    concerns = List.copyOf(concerns);
  }

  /** Without concerns. */
  public NameEvidence(
      String host,
      List<InetAddress> addresses,
      Duration took,
      Optional<Fault> fault,
      List<ServerAnswer> servers) {
    this(host, addresses, took, fault, servers, List.of());
  }

  /** The target of an alias without an address, if a name server names one. */
  public Optional<String> dangling() {
    return servers.stream()
        .filter(answer -> answer.records().isEmpty() && !answer.canonical().isEmpty())
        .filter(answer -> answer.status() != Status.NO_RECURSION)
        .map(answer -> answer.canonical().get(answer.canonical().size() - 1))
        .findFirst();
  }

  /** How a name server answered. */
  public enum Status {
    ANSWERED,
    /** The name exists without such a record (RFC 2308 §2.2). */
    NO_DATA,
    /** RCODE 3. */
    NXDOMAIN,
    /**
     * No address, and the reason given is a filter that blocks the name (RFC 8914 §4.16 to §4.18).
     */
    FILTERED,
    /** RCODE 2. */
    SERVFAIL,
    /**
     * RCODE 2, though an answer comes where the check of DNSSEC is left out (RFC 4035 §4.3,
     * §3.2.2).
     */
    BOGUS,
    /** RCODE 5. */
    REFUSED,
    /**
     * RCODE 0 without such a record, from a server that does not recurse for this host: a referral,
     * or an alias whose target it did not look up. It says nothing of the name's addresses.
     */
    NO_RECURSION,
    /** Any other response code, or an answer that is not DNS. */
    BROKEN,
    /** No answer in time, although the question was sent several times. */
    SILENT,
    /**
     * Its answer over UDP is cut short, and TCP port 53, which must carry the whole one (RFC 7766),
     * is blocked: a connection request gets no answer, or ICMP.
     */
    TCP_BLOCKED,
    /** The same, but TCP port 53 refuses the connection, or gives no answer on it. */
    TCP_FAILED,
    /** Nothing listens there: ICMP port unreachable. */
    NOT_LISTENING,
    /** A device on the path answered with another ICMP error. */
    REJECTED,
    /** No packet left this host: no route, or its own firewall. */
    NOT_SENT,
    /** This host had no socket or no thread for the question: the server's state is unknown. */
    NOT_ASKED
  }

  /**
   * What one name server answered.
   *
   * @param server address of the name server
   * @param canonical the CNAME chain after the name asked for, in order
   * @param records the addresses, or for SRV {@code priority weight port target}, as text; some of
   *     them if the answer is cut short
   * @param ttl the smallest time to live of the answer; zero without an answer
   */
  public record ServerAnswer(
      String server, Status status, List<String> canonical, List<String> records, Duration ttl) {
    public ServerAnswer {
      canonical = List.copyOf(canonical);
      records = List.copyOf(records);
    }

    /** Whether the name server runs on this host: its address is a loopback address. */
    public boolean fromThisHost() {
      return server.startsWith("127.") || server.equals("0:0:0:0:0:0:0:1");
    }

    /** The same with another status. */
    public ServerAnswer with(Status other) {
      return new ServerAnswer(server, other, canonical, records, ttl);
    }
  }
}
