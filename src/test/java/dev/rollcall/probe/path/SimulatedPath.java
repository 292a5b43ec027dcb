package dev.rollcall.probe.path;

import dev.rollcall.model.attempt.IcmpAnswer;
import dev.rollcall.model.path.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A path of routers, without a network and without waiting: its clock goes on when it is waited.
 */
final class SimulatedPath implements HopRequests {
  static final int PORT = 445;
  static final String DESTINATION = "10.0.9.9";
  private static final long ROUND_TRIP = 2_000_000;

  /** It returns before the time has passed, as the real one may. */
  private static final long LONGEST_WAIT = 50_000_000;

  private final int routers;
  private long now = 1_000_000_000_000L;
  private int nextPort = 50_000;
  private int droppedFrom = Integer.MAX_VALUE;
  private boolean controlToo = true;
  private int rejectedAt = Integer.MAX_VALUE;
  private int resetAt = Integer.MAX_VALUE;
  private int translatedFrom = Integer.MAX_VALUE;
  private boolean evenPortsPass;
  private int clampedFrom = Integer.MAX_VALUE;
  private int smallFrom = Integer.MAX_VALUE;
  private boolean saysTooLarge;
  private boolean busy;
  private final Set<Integer> silent = new HashSet<>();
  private final Map<Integer, Long> limited = new HashMap<>();
  private final Map<HopRequest, Runnable> coming = new HashMap<>();
  final List<HopRequest> sent = new ArrayList<>();

  /** The destination is behind that many routers, and answers with a reset. */
  SimulatedPath(int routers) {
    this.routers = routers;
  }

  /** Requests to the port are lost behind router N; those to other ports as well, or not. */
  SimulatedPath droppedBehind(int router, boolean otherPortsToo) {
    droppedFrom = router + 1;
    controlToo = otherPortsToo;
    return this;
  }

  SimulatedPath rejectedAt(int router) {
    rejectedAt = router;
    return this;
  }

  /** Something in that place resets requests to the port. */
  SimulatedPath resetAt(int distance) {
    resetAt = distance;
    return this;
  }

  SimulatedPath silentAt(int router) {
    silent.add(router);
    return this;
  }

  /** The router answers once a second. */
  SimulatedPath limitedAt(int router) {
    limited.put(router, Long.MIN_VALUE / 2);
    return this;
  }

  /** From there on, the destination's address is seen. */
  SimulatedPath translatedFrom(int router) {
    translatedFrom = router;
    return this;
  }

  /** What is dropped goes by the source port. */
  SimulatedPath evenPortsPass() {
    evenPortsPass = true;
    return this;
  }

  SimulatedPath clampedBehind(int router) {
    clampedFrom = router + 1;
    return this;
  }

  /** This host looks for an answer only when all the time for it has passed. */
  SimulatedPath fromBusyHost() {
    busy = true;
    return this;
  }

  /** A link of a small MTU behind router N; that router says that a packet is too large, or not. */
  SimulatedPath smallBehind(int router, boolean says) {
    smallFrom = router + 1;
    saysTooLarge = says;
    return this;
  }

  static String router(int distance) {
    return "10.0." + distance + ".1";
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public HopRequest send(HopPacket packet, int port, int sourcePort, int distance) {
    HopRequest request = new HopRequest(sourcePort == 0 ? nextPort++ : sourcePort, distance, now);
    sent.add(request);
    HopAnswer answer =
        packet.payload().length > 1400 && Math.min(distance, routers + 1) >= smallFrom
            ? saysTooLarge ? icmp(smallFrom - 1, 3, 4) : null
            : answer(packet.transport(), port, request.sourcePort(), distance);
    if (answer != null) {
      long at = now + ROUND_TRIP;
      coming.put(request, () -> request.answered(answer, at));
    }
    return request;
  }

  private @org.jspecify.annotations.Nullable HopAnswer answer(
      Transport transport, int port, int sourcePort, int distance) {
    boolean concerned = port == PORT;
    boolean dropped = (concerned || controlToo) && !(evenPortsPass && sourcePort % 2 == 0);
    int end = Math.min(distance, routers + 1);
    if (concerned && rejectedAt < end) {
      return icmp(rejectedAt, 3, 13);
    }
    if (concerned && resetAt <= end) {
      return HopAnswer.of(HopAnswer.Kind.REFUSED);
    }
    if (dropped && end >= droppedFrom) {
      return null;
    }
    if (distance > routers) {
      return transport == Transport.TCP ? HopAnswer.of(HopAnswer.Kind.REFUSED) : closed(port);
    }
    return silent.contains(distance) || !allowed(distance) ? null : icmp(distance, 11, 0);
  }

  /** A service that does not answer, and ports without one. */
  private @org.jspecify.annotations.Nullable HopAnswer closed(int port) {
    return port == PORT
        ? null
        : HopAnswer.of(new IcmpAnswer(DESTINATION, 3, 3), OptionalInt.empty());
  }

  private boolean allowed(int distance) {
    Long last = limited.get(distance);
    if (last == null) {
      return true;
    }
    if (now - last < HopPace.SECOND) {
      return false;
    }
    limited.put(distance, now);
    return true;
  }

  private HopAnswer icmp(int distance, int type, int code) {
    String sender = distance >= translatedFrom ? DESTINATION : router(distance);
    return HopAnswer.of(
        new IcmpAnswer(sender, type, code), OptionalInt.of(distance >= clampedFrom ? 1360 : 1460));
  }

  @Override
  public void await(Collection<HopRequest> open, long nanos) throws IOException {
    if (busy && nanos > 0) {
      now += nanos;
      return;
    }
    boolean any = false;
    for (HopRequest one : open) {
      Runnable arrival = coming.remove(one);
      if (arrival != null) {
        arrival.run();
        any = true;
      }
    }
    now += Math.min(any ? ROUND_TRIP : LONGEST_WAIT, nanos);
  }

  @Override
  public void end(HopRequest request) {
    coming.remove(request);
  }

  @Override
  public void close() {
    coming.clear();
  }
}
