package dev.rollcall.probe.path;

import java.util.Optional;

/** A packet that may pass only so many routers; sent once, answered once or never. */
final class HopRequest {
  private final int sourcePort;
  private final int distance;
  private final long sentAt;
  private Optional<HopAnswer> answer = Optional.empty();
  private long answeredAt;

  /**
   * @param distance how many routers it reaches, the last one included
   * @param sentAt nanoseconds of the monotonic clock
   */
  HopRequest(int sourcePort, int distance, long sentAt) {
    this.sourcePort = sourcePort;
    this.distance = distance;
    this.sentAt = sentAt;
  }

  int sourcePort() {
    return sourcePort;
  }

  int distance() {
    return distance;
  }

  long sentAt() {
    return sentAt;
  }

  /** Sets what answered; only the first answer counts. */
  void answered(HopAnswer given, long at) {
    if (answer.isEmpty()) {
      answer = Optional.of(given);
      answeredAt = at;
    }
  }

  Optional<HopAnswer> answer() {
    return answer;
  }

  /** The router at which it ended, if one answered. */
  Optional<String> router() {
    return answer.flatMap(HopAnswer::router);
  }

  /**
   * The router on the way at which it ended.
   *
   * @param destination its own address is a translated one, and no router's
   */
  Optional<String> routerBefore(String destination) {
    return router().filter(one -> !one.equals(destination));
  }

  /** Whether it was answered so. */
  boolean met(HopAnswer.Kind kind) {
    return answer.filter(one -> one.is(kind)).isPresent();
  }

  /** Nanoseconds until the answer; 0 without one. */
  long roundTrip() {
    return answer.isEmpty() ? 0 : answeredAt - sentAt;
  }
}
