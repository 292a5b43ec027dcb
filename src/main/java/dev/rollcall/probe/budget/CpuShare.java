package dev.rollcall.probe.budget;

import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What all attempts of one destination have computed: how long permits were held, and how much, in
 * nanoseconds. Written under the lock of its {@link CpuPermits}.
 */
final class CpuShare {
  /** In the order of their ranks. */
  final NavigableSet<CpuPermit> waiting = new TreeSet<>(Comparator.comparingLong(CpuPermit::rank));

  private final long id;
  volatile long allowed;
  volatile long computed;
  long held;
  int holders;

  /** Of those that hold a permit: the times since when, added up. */
  long sumOfStarts;

  /**
   * @param id different for each
   */
  CpuShare(long id) {
    this.id = id;
  }

  /** Counts what an attempt has computed. */
  void add(long more) {
    long sum = computed + more;
    computed = sum;
  }

  /** Lets attempts compute more. */
  void allow(long more) {
    long sum = allowed + more;
    allowed = sum;
  }

  /** How long permits were held; those that are held now are counted too. */
  long held(long now) {
    return held + holders * now - sumOfStarts;
  }

  /** Which one is granted a permit first at that time; both have permits that wait. */
  static Comparator<CpuShare> order(long now) {
    return Comparator.<CpuShare>comparingLong(share -> share.held(now))
        .thenComparingLong(share -> share.waiting.first().rank())
        .thenComparingLong(share -> share.id);
  }
}
