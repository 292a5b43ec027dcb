package dev.rollcall.probe.path;

import dev.rollcall.model.path.PathTrace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds where the connection requests to one destination end.
 *
 * <p>A search first asks five distances at a time, each from a source port of its own. The first
 * distance that stays silent is then asked again from its own port, after the distance before it
 * was asked from that same port: paths of equal cost are chosen by ports, and one line of evidence
 * must not mix them. At the same time another port of the destination is asked, as a control.
 *
 * <p>It sends about 15 requests, and stops at the first answer that ends the path.
 */
final class PathSearch {
  /** Distances that are asked at a time. */
  static final int WINDOW = 5;

  /** The farthest distance. */
  static final int FARTHEST = 30;

  /** Beyond every router: an ordinary request. */
  static final int WHOLE_WAY = 64;

  private static final long MILLISECOND = 1_000_000L;

  /** How long silence is waited for: three times the slowest answer so far, within these bounds. */
  private static final long SHORTEST = 400 * MILLISECOND;

  private static final long LONGEST = 950 * MILLISECOND;

  private final HopRequests requests;
  private final HopPace pace;
  private final int port;
  private final int control;
  private final String destination;
  private final long until;
  private final TreeMap<Integer, HopRequest> explored = new TreeMap<>();
  private final List<HopRequest> controls = new ArrayList<>();
  private long slowest;

  /**
   * @param destination the address, a literal
   * @param control another port of it
   * @param until when it must end, by the clock of the requests
   */
  PathSearch(
      HopRequests requests, HopPace pace, String destination, int port, int control, long until) {
    this.requests = requests;
    this.pace = pace;
    this.destination = destination;
    this.port = port;
    this.control = control;
    this.until = until;
  }

  /** For a destination from which nothing came. */
  PathTrace silence() throws IOException, InterruptedException {
    explore();
    Optional<HopRequest> end = ending();
    if (end.isPresent()) {
      HopAnswer answer = end.get().answer().orElseThrow();
      // A connection that opens, or a reset, contradicts the silence.
      return answer.is(HopAnswer.Kind.REJECTED) ? reading().rejected(answer) : reading().nothing();
    }
    if (out()) {
      return reading().nothing();
    }
    Optional<HopRequest> last = lastRouter();
    if (last.isEmpty()) {
      return confirmFirst();
    }
    int distance = last.get().distance();
    HopRequest silent = explored.get(distance + 1);
    return silent == null ? reading().nothing() : confirm(last.get(), silent);
  }

  /** For a destination that an ICMP message or a reset refused at once. */
  PathTrace rejection() throws IOException, InterruptedException {
    HopRequest whole = send(port, 0, WHOLE_WAY);
    await(List.of(whole));
    Optional<HopAnswer> answer = whole.answer();
    if (answer.filter(one -> one.is(HopAnswer.Kind.REJECTED)).isPresent()) {
      return reading().rejected(answer.get());
    }
    if (answer.filter(one -> one.is(HopAnswer.Kind.REFUSED)).isEmpty()) {
      return reading().nothing();
    }
    explore();
    Optional<HopRequest> reset = ending();
    if (reset.filter(one -> is(one, HopAnswer.Kind.REFUSED)).isEmpty() || out()) {
      return reading().nothing();
    }
    int distance = reset.get().distance();
    controls.add(send(control, 0, distance));
    await(controls);
    return reading().reset(distance);
  }

  private void explore() throws IOException, InterruptedException {
    int silentWindows = 0;
    for (int first = 1; first <= FARTHEST && !out(); first += WINDOW) {
      keepPace(first, WINDOW);
      List<HopRequest> window = new ArrayList<>();
      for (int distance = first; distance < first + WINDOW && !out(); distance++) {
        HopRequest one = requests.send(port, 0, distance);
        explored.put(distance, one);
        window.add(one);
      }
      await(window);
      if (ending().isPresent()) {
        return;
      }
      boolean answered = window.stream().anyMatch(one -> one.answer().isPresent());
      silentWindows = answered ? 0 : silentWindows + 1;
      if (silentWindows > (first == 1 ? 1 : 0)) {
        return;
      }
    }
  }

  private PathTrace confirm(HopRequest last, HopRequest silent)
      throws IOException, InterruptedException {
    int sourcePort = silent.sourcePort();
    Optional<String> router = askAgain(last, sourcePort);
    if (router.isEmpty() || out()) {
      return reading().nothing();
    }
    int next = last.distance() + 1;
    keepPace(next, 1);
    keepPace(next, 2);
    if (out()) {
      return reading().nothing();
    }
    HopRequest beyond = requests.send(port, sourcePort, next);
    controls.add(requests.send(control, 0, next));
    controls.add(requests.send(control, 0, next + 1));
    List<HopRequest> all = new ArrayList<>(controls);
    all.add(beyond);
    await(all);
    // Silent twice; one of them cannot be a router's limit.
    boolean silence = beyond.answer().isEmpty() && !out() && (credible(silent) || credible(beyond));
    return silence ? reading().lost(last.distance(), router.get(), port) : reading().nothing();
  }

  /** The router at that distance, from that source port: asked twice, as it may limit answers. */
  private Optional<String> askAgain(HopRequest last, int sourcePort)
      throws IOException, InterruptedException {
    Optional<String> router = Optional.empty();
    long before = last.sentAt();
    for (int time = 0; time < 2 && router.isEmpty() && !out(); time++) {
      pause(before + HopPace.INTERVAL - requests.nanoTime());
      HopRequest again = send(port, sourcePort, last.distance());
      before = again.sentAt();
      await(List.of(again));
      router = again.answer().flatMap(HopAnswer::router).filter(one -> !one.equals(destination));
    }
    return router;
  }

  /** No router answered; the nearest one is asked again, when it has had time to answer more. */
  private PathTrace confirmFirst() throws IOException, InterruptedException {
    HopRequest before = explored.get(1);
    if (before == null || pace.router(1).isEmpty()) {
      return reading().nothing();
    }
    pause(HopPace.SECOND);
    HopRequest again = send(port, before.sourcePort(), 1);
    await(List.of(again));
    boolean silence = again.answer().isEmpty() && !out() && credible(before) && credible(again);
    return silence ? reading().firstHopSilent(pace.router(1)) : reading().nothing();
  }

  private boolean credible(HopRequest silent) {
    return pace.couldAnswer(silent.distance(), silent.sentAt());
  }

  private PathReading reading() {
    return new PathReading(destination, explored, control, controls);
  }

  /** The nearest request that something other than a router on the way answered. */
  private Optional<HopRequest> ending() {
    return explored.values().stream()
        .filter(one -> one.answer().filter(a -> !a.is(HopAnswer.Kind.PASSED_SO_FAR)).isPresent())
        .findFirst();
  }

  private static boolean is(HopRequest one, HopAnswer.Kind kind) {
    return one.answer().filter(answer -> answer.is(kind)).isPresent();
  }

  /** The farthest that answered; the destination's own address is a translated one, and no hop. */
  private Optional<HopRequest> lastRouter() {
    return explored.values().stream()
        .filter(
            one ->
                one.answer()
                    .flatMap(HopAnswer::router)
                    .filter(router -> !router.equals(destination))
                    .isPresent())
        .reduce((nearer, farther) -> farther);
  }

  /** Until requests to so many distances may be sent, all at once. */
  private void keepPace(int first, int distances) throws IOException, InterruptedException {
    long wait = 0;
    for (int distance = first; distance < first + distances; distance++) {
      wait = Math.max(wait, pace.reserve(distance, requests.nanoTime()));
    }
    pause(wait);
  }

  /** Sends a request when its distance may have one; unsent if the time ends before. */
  private HopRequest send(int to, int sourcePort, int distance)
      throws IOException, InterruptedException {
    pause(distance == WHOLE_WAY ? 0 : pace.reserve(distance, requests.nanoTime()));
    if (out()) {
      HopRequest unsent = new HopRequest(to, sourcePort, distance, requests.nanoTime());
      unsent.answered(HopAnswer.of(HopAnswer.Kind.NOT_SENT), requests.nanoTime());
      return unsent;
    }
    return requests.send(to, sourcePort, distance);
  }

  private void pause(long nanos) throws IOException, InterruptedException {
    long end = Math.min(until, requests.nanoTime() + nanos);
    for (long left = end - requests.nanoTime(); left > 0; left = end - requests.nanoTime()) {
      requests.await(List.of(), left);
    }
  }

  /** Until all are answered, or silence has lasted long enough. */
  private void await(List<HopRequest> sent) throws IOException, InterruptedException {
    long end = Math.min(until, requests.nanoTime() + patience());
    while (true) {
      List<HopRequest> open = sent.stream().filter(one -> one.answer().isEmpty()).toList();
      long left = end - requests.nanoTime();
      if (open.isEmpty() || left <= 0) {
        sent.forEach(this::note);
        // Before the system sends them again, after a second.
        open.forEach(requests::end);
        return;
      }
      requests.await(open, left);
    }
  }

  private void note(HopRequest one) {
    slowest = Math.max(slowest, one.roundTrip());
    one.answer()
        .flatMap(HopAnswer::router)
        .ifPresent(router -> pace.answered(one.distance(), router, one.sentAt() + one.roundTrip()));
  }

  private long patience() {
    return Math.min(LONGEST, Math.max(SHORTEST, 3 * slowest));
  }

  private boolean out() {
    return requests.nanoTime() >= until;
  }
}
