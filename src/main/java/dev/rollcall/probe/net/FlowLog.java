package dev.rollcall.probe.net;

import dev.rollcall.model.attempt.Flow;
import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.path.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * The connections and datagram sockets of one attempt, with their ports and times, for the reader
 * of a firewall's log. Threads may share it.
 */
public final class FlowLog {
  /** The most flows of an attempt that are kept. */
  private static final int MOST = 200;

  /**
   * Within this time of the one before, no system sends a connection request again (RFC 6298 §2).
   */
  private static final long RESENT_AFTER = 900_000_000L;

  private final List<Entry> entries;
  private final AtomicBoolean finished;
  private final Flow.Purpose purpose;
  private final LongSupplier clock;

  /** For an attempt and its question. */
  public FlowLog() {
    this(System::nanoTime);
  }

  FlowLog(LongSupplier clock) {
    this(new ArrayList<>(), new AtomicBoolean(), Flow.Purpose.QUESTION, clock);
  }

  private FlowLog(
      List<Entry> entries, AtomicBoolean finished, Flow.Purpose purpose, LongSupplier clock) {
    this.entries = entries;
    this.finished = finished;
    this.purpose = purpose;
    this.clock = clock;
  }

  /** The same log, for a further look of the attempt. */
  public FlowLog secondLook() {
    return new FlowLog(entries, finished, Flow.Purpose.SECOND_LOOK, clock);
  }

  /** One of them; it is open until {@link #end}. */
  public final class Entry {
    private final Flow.Purpose purpose;
    private final Transport transport;
    private final InetSocketAddress remote;
    private final Instant start = Instant.now();
    private final long begun = clock.getAsLong();
    private final int port;
    private Optional<InetAddress> source = Optional.empty();
    private Optional<Instant> end = Optional.empty();
    private Optional<Integer> sent = Optional.empty();

    /** Until when that count holds, by the monotonic clock; for good if empty. */
    private Optional<Long> holds = Optional.empty();

    private List<IcmpAnswer> icmp = List.of();

    private Entry(Flow.Purpose purpose, Transport transport, int port, InetSocketAddress remote) {
      this.purpose = purpose;
      this.transport = transport;
      this.port = port;
      this.remote = remote;
    }

    /** Sets the local address, as soon as it is known. */
    public void from(InetAddress local) {
      synchronized (entries) {
        source = Optional.of(local).filter(known -> !known.isAnyLocalAddress());
      }
    }

    /**
     * The connection opened, from that address; a request that is answered so soon was sent once.
     */
    public void opened(InetAddress local) {
      synchronized (entries) {
        from(local);
        settle();
      }
    }

    /** No request is sent from now on. */
    private void settle() {
      if (transport == Transport.TCP && clock.getAsLong() - begun < RESENT_AFTER) {
        sent = Optional.of(1);
      } else {
        sent = known();
      }
      holds = Optional.empty();
    }

    private Optional<Integer> known() {
      long now = clock.getAsLong();
      return sent.filter(any -> holds.isEmpty() || now - holds.get() < 0);
    }

    /** Sets how many datagrams were sent so far. */
    public void sent(int count) {
      synchronized (entries) {
        sent = Optional.of(count);
      }
    }

    /** The system has sent the connection request so often, by what it said just now. */
    public void counted(int count) {
      counted(count, begun + count * RESENT_AFTER);
    }

    private void counted(int count, long until) {
      synchronized (entries) {
        sent = Optional.of(count);
        holds = Optional.of(until);
      }
    }

    /** Sets the ICMP messages that answered it. */
    public void answered(List<IcmpAnswer> messages) {
      synchronized (entries) {
        icmp = List.copyOf(messages);
      }
    }

    /**
     * It was closed or given up before now; only the first call counts. A connection request that
     * ends so soon was sent once. Where the system may have sent it again since it was counted, its
     * number is not known.
     */
    public void end() {
      synchronized (entries) {
        if (end.isEmpty()) {
          settle();
          end = Optional.of(Instant.now());
        }
      }
    }

    private Flow flow() {
      source = source.or(() -> LocalNetwork.sourceTowards(remote.getAddress()));
      return new Flow(
          purpose,
          transport,
          source.map(InetAddress::getHostAddress).orElse(""),
          port,
          remote.getAddress().getHostAddress(),
          remote.getPort(),
          start,
          end.orElseGet(Instant::now),
          known(),
          icmp);
    }
  }

  /** As {@link #begin(Flow.Purpose, Transport, int, InetSocketAddress)}, for this log's purpose. */
  public Entry begin(Transport transport, int port, InetSocketAddress remote) throws IOException {
    return begin(purpose, transport, port, remote);
  }

  /**
   * Notes that the first packet is about to be sent.
   *
   * @param port the local port; 0 if it is not known
   * @throws IOException if the log is {@link #finish finished}: the packet must not be sent
   */
  public Entry begin(Flow.Purpose purpose, Transport transport, int port, InetSocketAddress remote)
      throws IOException {
    Entry entry = new Entry(purpose, transport, port, remote);
    synchronized (entries) {
      if (finished.get()) {
        throw new IOException("the attempt has ended");
      }
      if (entries.size() < MOST) {
        entries.add(entry);
      }
    }
    return entry;
  }

  /** When its first packet was sent. */
  public Optional<Instant> start() {
    synchronized (entries) {
      return entries.isEmpty() ? Optional.empty() : Optional.of(entries.get(0).start);
    }
  }

  /** Looks how often the connection requests that wait now were sent, if the system says it. */
  public void countRequests() {
    Map<String, TcpTable.Requested> sent = TcpTable.requests();
    synchronized (entries) {
      for (Entry entry : entries) {
        TcpTable.Requested count =
            entry.transport == Transport.TCP && entry.end.isEmpty()
                ? sent.get(TcpTable.request(entry.port, entry.remote))
                : null;
        if (count != null) {
          entry.counted(count.times(), count.until());
        }
      }
    }
  }

  /** All so far, in the order of their start; one that is open ends now. */
  public List<Flow> flows() {
    synchronized (entries) {
      return entries.stream().map(Entry::flow).toList();
    }
  }

  /**
   * All, as {@link #flows}. No flow can begin after that, so a thread that still works for the
   * attempt sends nothing that the report does not have.
   */
  public List<Flow> finish() {
    synchronized (entries) {
      finished.set(true);
      return flows();
    }
  }
}
