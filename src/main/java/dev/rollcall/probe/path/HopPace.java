package dev.rollcall.probe.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the searches of a run gentle towards routers, which limit how many ICMP messages they send
 * to one host. Requests of one family to the same distance may meet the same router, whatever their
 * destination. A distance from which nothing comes has no router that could spend its messages, so
 * that requests to it do not wait: behind a firewall that drops, all searches end. Threads share
 * it.
 */
public final class HopPace {
  /**
   * Requests to one distance at once. Linux's own limit for the messages that a router sends to one
   * host is six, and one more each second (net.ipv4.icmp_ratelimit); ours stays below it.
   */
  static final int BURST = 5;

  /** And one more after each such time, in nanoseconds. */
  static final long INTERVAL = 1_100_000_000L;

  static final long SECOND = 1_000_000_000L;

  /** A distance from which nothing has come for so long is taken for silent, in nanoseconds. */
  private static final long SILENT = 400_000_000L;

  /** Answers of a distance that are kept. */
  private static final int KEPT = 64;

  private final Map<Integer, Distance> distances = new HashMap<>();

  private static final class Distance {
    /** When the next request would be due if none were sent at once. */
    private long due = Long.MIN_VALUE;

    /** When the first request may be sent. */
    private long first = Long.MAX_VALUE;

    /** When it answered, the latest ones only. */
    private final List<Long> answers = new ArrayList<>();

    /** The most answers that have come within a second. */
    private int most;

    private Optional<String> router = Optional.empty();

    /** Whether that router alone has answered. */
    private boolean alone = true;

    private int answersBefore(long time) {
      return (int) answers.stream().filter(at -> at <= time && at > time - SECOND).count();
    }
  }

  /**
   * Reserves a request.
   *
   * @return nanoseconds to wait before it may be sent; 0 or more
   */
  synchronized long reserve(int distance, long now) {
    Distance one = distances.computeIfAbsent(distance, any -> new Distance());
    one.first = Math.min(one.first, now);
    if (one.router.isEmpty() && now - one.first > SILENT) {
      return 0;
    }
    long earliest = now - (BURST - 1) * INTERVAL;
    one.due = Math.max(one.due, earliest);
    long wait = Math.max(0, one.due - now);
    one.due += INTERVAL;
    return wait;
  }

  /** A router at that distance answered. */
  synchronized void answered(int distance, String router, long now) {
    Distance one = distances.computeIfAbsent(distance, any -> new Distance());
    one.answers.add(now);
    one.most = Math.max(one.most, one.answersBefore(now));
    one.alone &= one.router.map(router::equals).orElse(true);
    one.router = Optional.of(router);
    if (one.answers.size() > KEPT) {
      one.answers.remove(0);
    }
  }

  /**
   * Whether silence means that nothing arrived there, and not that a router had spent what it may
   * send: in the second before, it had answered no request, or fewer than in another second.
   *
   * @param sentAt when the request without an answer was sent
   */
  synchronized boolean couldAnswer(int distance, long sentAt) {
    Distance one = distances.get(distance);
    int before = one == null ? 0 : one.answersBefore(sentAt);
    return one == null || before == 0 || before < one.most;
  }

  /** A router that has answered from that distance in this run. */
  synchronized Optional<String> router(int distance) {
    return Optional.ofNullable(distances.get(distance)).flatMap(one -> one.router);
  }

  /** Whether one router alone has answered from that distance in this run. */
  synchronized boolean sole(int distance) {
    Distance one = distances.get(distance);
    return one != null && one.router.isPresent() && one.alone;
  }
}
