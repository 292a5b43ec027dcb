package dev.rollcall.probe.path;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Sends the requests of one search at their pace, and waits for their answers; within its time. */
final class PacedRequests {
  /** Beyond every router: an ordinary request. */
  static final int WHOLE_WAY = 64;

  private static final long MILLISECOND = 1_000_000L;

  /** How long silence is waited for: three times the slowest answer so far, within these bounds. */
  private static final long SHORTEST = 400 * MILLISECOND;

  private static final long LONGEST = 950 * MILLISECOND;

  private final HopRequests requests;
  private final HopPace pace;
  private final long until;
  private long slowest;

  /**
   * @param until when it must end, by the clock of the requests
   */
  PacedRequests(HopRequests requests, HopPace pace, long until) {
    this.requests = requests;
    this.pace = pace;
    this.until = until;
  }

  /** Until requests to so many distances may be sent, all at once. */
  void keepPace(int first, int distances) throws IOException, InterruptedException {
    long wait = 0;
    for (int distance = first; distance < first + distances; distance++) {
      wait = Math.max(wait, pace.reserve(distance, requests.nanoTime()));
    }
    pause(wait);
  }

  /** Sends a request now, after {@link #keepPace}; {@code sourcePort} 0 is any. */
  HopRequest sendNow(HopPacket packet, int to, int sourcePort, int distance) throws IOException {
    return requests.send(packet, to, sourcePort, distance);
  }

  /** Sends a request when its distance may have one; unsent if the time ends before. */
  HopRequest send(HopPacket packet, int to, int sourcePort, int distance)
      throws IOException, InterruptedException {
    pause(distance == WHOLE_WAY ? 0 : pace.reserve(distance, requests.nanoTime()));
    if (out()) {
      HopRequest unsent = new HopRequest(sourcePort, distance, requests.nanoTime());
      unsent.answered(HopAnswer.of(HopAnswer.Kind.NOT_SENT), requests.nanoTime());
      return unsent;
    }
    return requests.send(packet, to, sourcePort, distance);
  }

  /** Until that distance may answer again, so long after the request before. */
  void pauseAfter(long sentAt) throws IOException, InterruptedException {
    pause(sentAt + HopPace.INTERVAL - requests.nanoTime());
  }

  void pause(long nanos) throws IOException, InterruptedException {
    long end = Math.min(until, requests.nanoTime() + nanos);
    for (long left = end - requests.nanoTime(); left > 0; left = end - requests.nanoTime()) {
      requests.await(List.of(), left);
    }
  }

  /**
   * Until all are answered, or silence has lasted long enough. It looks once more when the time is
   * over: what came in time is found, however late this host lets it look.
   */
  void await(List<HopRequest> sent) throws IOException, InterruptedException {
    long end = Math.min(until, requests.nanoTime() + patience());
    boolean over = false;
    while (true) {
      List<HopRequest> open = sent.stream().filter(one -> one.answer().isEmpty()).toList();
      if (open.isEmpty() || over) {
        sent.forEach(this::note);
        // Before the system sends them again, after a second.
        open.forEach(requests::end);
        return;
      }
      long left = end - requests.nanoTime();
      over = left <= 0;
      requests.await(open, Math.max(0, left));
    }
  }

  private void note(HopRequest one) {
    slowest = Math.max(slowest, one.roundTrip());
    one.router()
        .ifPresent(router -> pace.answered(one.distance(), router, one.sentAt() + one.roundTrip()));
  }

  private long patience() {
    return Math.min(LONGEST, Math.max(SHORTEST, 3 * slowest));
  }

  /** Whether the silence is not that of a router which had spent its answers. */
  boolean credible(HopRequest silent) {
    return pace.couldAnswer(silent.distance(), silent.sentAt());
  }

  /** A router that has answered from that distance in this run, to any search. */
  Optional<String> router(int distance) {
    return pace.router(distance);
  }

  /** Whether one router alone has answered from that distance in this run, to any search. */
  boolean sole(int distance) {
    return pace.sole(distance);
  }

  /** Whether its time has ended. */
  boolean out() {
    return requests.nanoTime() >= until;
  }
}
