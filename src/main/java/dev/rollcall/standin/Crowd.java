package dev.rollcall.standin;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many are connected, in all and from each address. */
final class Crowd {
  private final int most;
  private final int mostEach;
  private final Map<InetAddress, Integer> present = new HashMap<>();
  private int all;

  Crowd(int most, int mostEach) {
    this.most = most;
    this.mostEach = mostEach;
  }

  /** Lets one more in, unless there are too many; who is let in must {@link #leave}. */
  synchronized boolean enter(InetAddress source) {
    if (all >= most || present.getOrDefault(source, 0) >= mostEach) {
      return false;
    }
    all++;
    present.merge(source, 1, Integer::sum);
    return true;
  }

  synchronized void leave(InetAddress source) {
    all--;
    present.computeIfPresent(source, (s, count) -> count > 1 ? count - 1 : null);
  }
}
