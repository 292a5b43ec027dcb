package dev.rollcall.probe.path;

import dev.rollcall.model.path.Endpoint;
import dev.rollcall.model.path.PathTrace;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.net.FlowLog;
import dev.rollcall.probe.net.LocalNetwork;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Finds where the requests of failing attempts are lost; what all attempts of a run share. On a
 * system that has no means for it, the result says so, and nothing is sent.
 *
 * <p>Searches run beside each other for different addresses, one at a time for the same. There is a
 * limit for all: a run in which everything fails needs no more evidence than that.
 */
public final class PathSearches {
  /** Searches at a time. */
  private static final int MOST = 16;

  /** The discard service (RFC 863), which today's systems do not offer; and another one. */
  private static final List<Integer> CONTROLS = List.of(9, 13);

  /** Routers limit their ICMP messages for each family apart. */
  private final HopPace pace4 = new HopPace();

  private final HopPace pace6 = new HopPace();
  private final Semaphore searches = new Semaphore(MOST);
  private final Map<InetAddress, Semaphore> busy = new HashMap<>();

  /** What is looked for. */
  public enum Ending {
    /** Nothing came: how far requests get. */
    SILENCE,
    /** An ICMP message or a reset came at once: from where. */
    REJECTION,
    /** Small answers came, and large ones do not: how far large packets get. */
    LARGE_LOST
  }

  /**
   * Searches; an interrupt ends it. Takes no longer than it may, once it is loaded.
   *
   * @param question what a datagram of the attempt has; not used for TCP
   * @param log where each request is noted
   * @param bind the local address to send from, if set
   * @param most how long it may take
   * @return empty if there is nothing to say, as for this host itself, or there was no time
   */
  public Optional<PathTrace> search(
      Ending ending,
      byte[] question,
      FlowLog log,
      Optional<InetAddress> bind,
      Endpoint to,
      Duration most)
      throws InterruptedException {
    if (to.address().isLoopbackAddress()) {
      return Optional.empty();
    }
    boolean near = LocalNetwork.onLink(to.address());
    LibC.Loaded system = LibC.Loaded.ONCE;
    if (near && (ending != Ending.REJECTION || system.calls().isEmpty())) {
      return Optional.of(near()).filter(any -> ending != Ending.LARGE_LOST);
    }
    if (system.calls().isEmpty()) {
      return Optional.of(
          without(
              PathTrace.Finding.NOT_AVAILABLE,
              "Where packets are lost cannot be looked for: " + system.why() + "."));
    }
    // What was loaded for it was this host's own time.
    long until = System.nanoTime() + most.toNanos();
    Optional<String> failed = Optional.empty();
    for (int tries = 0; tries < 2; tries++) {
      // Another program may have taken a port that is needed again: the second try has other ports.
      try (LinuxRequests requests =
          new LinuxRequests(system.calls().get(), log, bind, to.address())) {
        return near
            ? rejectedNearby(packet(to, question), requests, to, until)
            : search(ending, packet(to, question), requests, to, until);
      } catch (IOException e) {
        failed = Optional.ofNullable(e.getMessage());
      }
    }
    return Optional.of(
        without(
            PathTrace.Finding.NOT_AVAILABLE,
            "Where packets are lost could not be looked for: " + failed.orElse("no socket") + "."));
  }

  /**
   * Sends one ordinary connection request and listens until it is answered, beside an attempt that
   * waits. If the attempt is told late that there is no way to the host, this request is told so at
   * the same time, and shows the ICMP message. An interrupt ends it.
   *
   * @param most how long it may take
   * @return empty if no ICMP message came
   */
  public Optional<PathTrace> listen(
      FlowLog log, Optional<InetAddress> bind, Endpoint to, Duration most)
      throws InterruptedException {
    LibC.Loaded system = LibC.Loaded.ONCE;
    boolean routed = !to.address().isLoopbackAddress() && !LocalNetwork.onLink(to.address());
    if (!routed || system.calls().isEmpty()) {
      return Optional.empty();
    }
    long until = System.nanoTime() + most.toNanos();
    try (LinuxRequests requests =
        new LinuxRequests(system.calls().get(), log, bind, to.address())) {
      HopPacket packet = HopPacket.connectionRequest();
      int port = to.target().port().number();
      HopRequest one = requests.send(packet, port, 0, PacedRequests.WHOLE_WAY);
      long left = until - System.nanoTime();
      while (one.answer().isEmpty() && left > 0) {
        requests.await(List.of(one), left);
        left = until - System.nanoTime();
      }
      PathTrace seen =
          new PathSearch(
                  new PacedRequests(requests, pace(to), until),
                  packet,
                  to.address().getHostAddress(),
                  port,
                  0)
              .proven(one.answer());
      return Optional.of(seen).filter(any -> any.finding() == PathTrace.Finding.REJECTED_BY);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Who rejects in this host's own network: the ICMP message of one request says it. */
  private Optional<PathTrace> rejectedNearby(
      HopPacket packet, HopRequests requests, Endpoint to, long until)
      throws IOException, InterruptedException {
    PacedRequests paced = new PacedRequests(requests, pace(to), until);
    PathSearch search =
        new PathSearch(
            paced, packet, to.address().getHostAddress(), to.target().port().number(), 0);
    Optional<HopAnswer> whole = search.whole();
    return whole.isEmpty()
        ? Optional.of(near())
        : whole.filter(one -> one.is(HopAnswer.Kind.REJECTED)).map(any -> search.proven(whole));
  }

  private HopPace pace(Endpoint to) {
    return to.address() instanceof Inet6Address ? pace6 : pace4;
  }

  private static HopPacket packet(Endpoint to, byte[] question) {
    return to.target().port().transport() == Transport.TCP
        ? HopPacket.connectionRequest()
        : HopPacket.datagram(question);
  }

  private Optional<PathTrace> search(
      Ending ending, HopPacket packet, HopRequests requests, Endpoint to, long until)
      throws IOException, InterruptedException {
    PacedRequests paced = new PacedRequests(requests, pace(to), until);
    String address = to.address().getHostAddress();
    int port = to.target().port().number();
    int control = CONTROLS.get(port == CONTROLS.get(0) ? 1 : 0);
    PathSearch search = new PathSearch(paced, packet, address, port, control);
    if (ending == Ending.REJECTION || packet.is(Transport.UDP)) {
      // One request shows who rejects, and that decides who must act: it waits for no other search.
      // Java does not say that a datagram was rejected, so silence may be that too.
      Optional<HopAnswer> whole = search.whole();
      boolean open =
          ending == Ending.REJECTION
              ? whole.filter(one -> one.is(HopAnswer.Kind.REFUSED)).isPresent()
              : whole.isEmpty();
      if (!open) {
        return Optional.of(search.proven(whole));
      }
    }
    Semaphore own = own(to.address());
    if (!own.tryAcquire(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return Optional.empty();
    }
    try {
      if (!searches.tryAcquire()) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            switch (ending) {
              case SILENCE -> search.silence();
              case REJECTION -> search.reset();
              case LARGE_LOST -> new SizeSearch(paced, address).search();
            });
      } finally {
        searches.release();
      }
    } finally {
      own.release();
    }
  }

  private synchronized Semaphore own(InetAddress address) {
    return busy.computeIfAbsent(address, any -> new Semaphore(1, true));
  }

  private static PathTrace near() {
    return without(
        PathTrace.Finding.LOST_AT_DESTINATION,
        "No router lies between: the destination is in this host's own network.");
  }

  private static PathTrace without(PathTrace.Finding finding, String sentence) {
    return new PathTrace(List.of(), 0, List.of(), finding, sentence);
  }
}
