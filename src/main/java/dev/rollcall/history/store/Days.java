package dev.rollcall.history.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The days (UTC) that have runs. A day after tomorrow means a wrong clock, then or now: its runs
 * count as the oldest ones, and never determine the id of a new run.
 *
 * @param past up to tomorrow, oldest first
 * @param future the others, oldest first
 */
public record Days(List<String> past, List<String> future) {
  /** Longer gaps are treated specially; see {@link #firstKept}. */
  private static final int USUAL_GAPS = 2;

  private static final int FEWEST_GAPS = 3;

  public Days {
    past = List.copyOf(past);
    future = List.copyOf(future);
  }

  /**
   * Sorts them.
   *
   * @param days such as {@code 2026-11-23}, in any order
   */
  static Days of(List<String> days, Instant now) {
    List<String> sorted = new ArrayList<>(days);
    Collections.sort(sorted);
    String last = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1).toString();
    int known = 0;
    while (known < sorted.size() && sorted.get(known).compareTo(last) <= 0) {
      known++;
    }
    return new Days(sorted.subList(0, known), sorted.subList(known, sorted.size()));
  }

  /** All, the newest first. */
  List<String> newestFirst() {
    List<String> all = new ArrayList<>(future);
    all.addAll(past);
    Collections.reverse(all);
    return all;
  }

  /**
   * All, in the order of deletion by size: first those in the future; or last, if they are not
   * fewer than the past ones, as the clock is then wrong now.
   */
  List<String> oldestFirst() {
    boolean futureIsWrong = future.size() < past.size();
    List<String> all = new ArrayList<>(futureIsWrong ? future : past);
    all.addAll(futureIsWrong ? past : future);
    return all;
  }

  /**
   * The first of the past days to keep; earlier ones are too old.
   *
   * <p>Age is counted backwards along the days that have runs, so that a clock that jumped does not
   * make a run old. A gap of more than twice the usual one (the median, at least a day) counts only
   * when the runs after it cover as much time as the gap, or a quarter of {@code keep}. A run may
   * be kept too long, but is never deleted early.
   *
   * @param keep in days
   * @return empty if there is none
   */
  String firstKept(long keep) {
    List<Long> gaps = gaps();
    long usual = usual(gaps);
    long age = 0;
    for (int i = gaps.size() - 1; i >= 0; i--) {
      long gap = gaps.get(i);
      if (gap <= usual || gap <= age) {
        age += gap;
      }
      if (age > keep) {
        return past.get(i + 1);
      }
    }
    return past.isEmpty() ? "" : past.get(0);
  }

  /** The gaps between them, in days. */
  private List<Long> gaps() {
    List<Long> gaps = new ArrayList<>();
    for (int i = 1; i < past.size(); i++) {
      gaps.add(
          ChronoUnit.DAYS.between(LocalDate.parse(past.get(i - 1)), LocalDate.parse(past.get(i))));
    }
    return gaps;
  }

  private static long usual(List<Long> gaps) {
    if (gaps.size() < FEWEST_GAPS) {
      return 1;
    }
    List<Long> sorted = new ArrayList<>(gaps);
    Collections.sort(sorted);
    return USUAL_GAPS * sorted.get((sorted.size() - 1) / 2);
  }
}
